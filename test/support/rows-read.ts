import { env } from "cloudflare:workers";
import { type Db, openDb } from "../../src/db/client.ts";

/** Runs it and returns how many rows the database read for it. */
export async function rowsReadBy(run: (db: Db) => Promise<unknown>): Promise<number> {
  let read = 0;
  const count = <T extends { meta: { rows_read: number } }>(result: T): T => {
    read += result.meta.rows_read;
    return result;
  };
  const counted = (statement: D1PreparedStatement): D1PreparedStatement =>
    Object.assign(Object.create(statement) as D1PreparedStatement, {
      real: statement,
      bind: (...values: unknown[]) => counted(statement.bind(...values)),
      all: async () => count(await statement.all()),
    });
  const binding = {
    prepare: (text: string) => counted(env.DB.prepare(text)),
    batch: async (statements: (D1PreparedStatement & { real: D1PreparedStatement })[]) =>
      (await env.DB.batch(statements.map(({ real }) => real))).map(count),
  };
  // The two methods that `openDb` calls.
  await run(openDb(binding as unknown as D1Database));
  return read;
}
