import { type SQL, type SQLWrapper, sql } from "drizzle-orm";

/** A CHECK that a column holds one of these words, so that the database refuses what the code should not write. */
export function oneOf(column: SQLWrapper, words: readonly string[]): SQL {
  return sql`${column} IN (${sql.raw(words.map((word) => `'${word}'`).join(", "))})`;
}
