import { type SQL, sql } from "drizzle-orm";

/**
 * Whether a column contains these words, whatever the case of ASCII letters (SQLite folds no others).
 * Not LIKE: D1 allows its patterns only 50 bytes.
 */
export function contains(column: SQL, words: string): SQL {
  return sql`instr(lower(${column}), lower(${words})) > 0`;
}
