import { type InferSelectModel, getTableColumns } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Row } from "./client.ts";

/** Turns a raw row of `table` (and whatever columns were joined to it) into its typed form: JSON parsed, 0/1 to booleans. */
export function decodeRow<T extends SQLiteTable>(table: T, row: Row): InferSelectModel<T> {
  const columns: Record<string, SQLiteColumn> = getTableColumns(table);
  const decoded: Row = {};
  for (const [name, column] of Object.entries(columns)) {
    const value = row[name] ?? null;
    decoded[name] = value === null ? null : column.mapFromDriverValue(value);
  }
  // The schema is what the migrations were generated from, so each column is there and decoded by its own codec.
  return decoded as InferSelectModel<T>;
}
