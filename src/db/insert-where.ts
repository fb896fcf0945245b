import { type InferInsertModel, type SQL, getTableColumns, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";

/** A row to insert; a column's value may be an expression. */
type Values<T extends SQLiteTable> = {
  [K in keyof InferInsertModel<T>]: InferInsertModel<T>[K] | SQL;
};

/** `INSERT INTO table (…) SELECT … WHERE condition`: one row, only if the condition stands. */
export function insertWhere<T extends SQLiteTable>(table: T, values: Values<T>, condition: SQL): SQL {
  const columns: Record<string, SQLiteColumn> = getTableColumns(table);
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const names = sql.join(
    given.map(([name]) => sql.identifier(name)),
    sql`, `,
  );
  const params = sql.join(
    given.map(([name, value]) => {
      const column = columns[name];
      if (!column) throw new Error(`No column ${name}`);
      return value === null
        ? sql`NULL`
        : value instanceof Object && "getSQL" in value
          ? value
          : sql`${sql.param(value, column)}`;
    }),
    sql`, `,
  );
  return sql`INSERT INTO ${table} (${names}) SELECT ${params} WHERE ${condition}`;
}
