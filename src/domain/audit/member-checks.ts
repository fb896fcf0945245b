import { sql } from "drizzle-orm";
import { activeAccounts } from "./active-accounts.ts";
import type { Check } from "./record-findings.ts";

/** Active members whose mail came back. */
export function unreachableMembers(now: number): Check {
  return {
    code: "unreachable_member",
    found: sql`SELECT m.account_id, m.id AS subject_id, NULL AS handoff_id,
        'Mail to ' || u.name || ' (' || u.email || ') comes back.' AS detail
      FROM (${activeAccounts(now)}) active CROSS JOIN members m INDEXED BY members_user ON m.account_id = active.account_id
        CROSS JOIN users u ON u.id = m.user_id
      WHERE m.reachable = 0 AND m.active = 1 AND m.deleted_at IS NULL`,
  };
}
