import type { SQLWrapper } from "drizzle-orm";
import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";
import * as schema from "./schema.ts";

export type Row = Record<string, unknown>;

/** The database of an account. `batch` is the only atomic write (D1 has no interactive transactions). */
export interface Db {
  /** Builds typed queries; better-auth's adapter takes it as it is. */
  readonly orm: DrizzleD1Database<typeof schema>;
  /** Runs one query and returns its rows under their column names. */
  all<T extends object = Row>(query: SQLWrapper): Promise<T[]>;
  /** Runs all queries in one transaction and one round trip; returns the rows of each. */
  batch(queries: readonly SQLWrapper[]): Promise<Row[][]>;
}

const dialect = new SQLiteAsyncDialect();

/**
 * The one way to the database, so that accounts could later be spread over several.
 * drizzle's own `batch` refuses raw SQL with parameters and mixes up equal column names of a join, hence ours.
 */
export function openDb(binding: D1Database): Db {
  const prepare = (query: SQLWrapper) => {
    const { sql, params } = dialect.sqlToQuery(query.getSQL());
    return binding.prepare(sql).bind(...params);
  };
  let orm: Db["orm"] | undefined;
  return {
    // Made when first asked for: it looks through the whole schema, and most requests need no more than SQL.
    get orm() {
      return (orm ??= drizzle(binding, { schema }));
    },
    all: async <T extends object>(query: SQLWrapper) => (await prepare(query).all<T>()).results,
    batch: async (queries) =>
      (await binding.batch<Row>(queries.map(prepare))).map((result) => result.results),
  };
}
