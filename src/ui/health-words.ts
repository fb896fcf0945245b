import type { AccountHealth } from "../contract/health.ts";
import { clockWords } from "./time-words.ts";
import { words } from "./words/spoken.ts";

/** The auditor looks every minute; after this long without it nobody knows. */
const UNSEEN_MS = 5 * 60_000;

/** What an admin is told of the account's health in one line, or null while there is nothing to tell. */
export function healthWords({ findings, checked_at }: AccountHealth, now: number): string | null {
  const count = findings.length;
  const said = words.value.settings.health;
  if (count > 0) return said.needsAttention(count);
  if (checked_at === null || now - Date.parse(checked_at) < UNSEEN_MS) return null;
  return said.unseen(clockWords(Date.parse(checked_at)));
}
