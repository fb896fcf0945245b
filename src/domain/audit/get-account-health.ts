import { sql } from "drizzle-orm";
import type { AccountHealth } from "../../contract/health.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { findings } from "../../db/schema.ts";
import { iso } from "../../platform/iso.ts";
import type { DomainContext } from "../context.ts";
import { selectRoutine } from "./routines.ts";

/** More than these need no list. */
const MOST = 200;

/** What the auditor last found wrong in the account, oldest first, and when it last looked. */
export async function getAccountHealth(ctx: DomainContext): Promise<AccountHealth> {
  const [found = [], checked = []] = await ctx.db.batch([
    sql`SELECT * FROM findings WHERE account_id = ${ctx.account_id} ORDER BY since, id LIMIT ${MOST}`,
    selectRoutine("audit"),
  ]);
  const rows = found.map((row) => decodeRow(findings, row));
  const checked_at = checked[0]?.["ended_at"];
  return {
    ok: rows.length === 0,
    checked_at: typeof checked_at === "number" ? iso(checked_at) : null,
    findings: rows.map(({ code, handoff_id, detail, since }) => ({
      code,
      handoff_id,
      detail,
      since: iso(since),
    })),
  };
}
