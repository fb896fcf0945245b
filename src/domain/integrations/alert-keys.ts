import { type SQL, sql } from "drizzle-orm";

/** Between a group's key and that of one of its alerts. No tool's key holds it: translators take control characters out. */
const BETWEEN = "\u001F";
/** The character after it: what begins with the group's key and `BETWEEN` sorts before it. */
const AFTER = "\u0020";

/** The key of the row that stands for a whole group. */
export function groupKey(key: string): string {
  return key + BETWEEN;
}

/** The key of one alert in a group. */
export function keyInGroup(group: string, alert: string): string {
  return group + BETWEEN + alert;
}

/** Whether `dedup_key` (of an alias such as `a.`) is that of one of a group's alerts. */
export function isInGroup(group: string, of: SQL = sql``): SQL {
  return sql`(${of}dedup_key > ${groupKey(group)} AND ${of}dedup_key < ${group + AFTER})`;
}

/** Whether a row stands for a group. */
export const IS_GROUP = sql`substr(dedup_key, -1) = ${BETWEEN}`;

/** A key as people see it. */
export function shownKey(key: string): string {
  return key.slice(key.indexOf(BETWEEN) + 1);
}
