import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import type { AccountHealth } from "../../src/contract/health.ts";
import { auditAccounts } from "../../src/domain/audit/audit-accounts.ts";
import { recordRoutines } from "../../src/domain/audit/routines.ts";
import { iso } from "../../src/platform/iso.ts";
import { promisesKept } from "../support/audited.ts";
import { json } from "../support/call.ts";
import { NOON } from "../support/factories.ts";
import { type HelpDesk, MINUTE, handOff, makeHelpDesk, pickedUp } from "../support/help-desk.ts";

const AT = NOON + 10 * MINUTE;
const path = "/api/v1/account/health";
const health = ({ adam }: HelpDesk) => json<AccountHealth>(200, "GET", path, { token: adam.token });

describe("the health of an account", () => {
  let desk: HelpDesk;
  beforeEach(async () => {
    desk = await makeHelpDesk();
    await desk.account.db.all(sql`DELETE FROM routines`);
  });

  it("is good where nothing was found, and says when that was looked at", async () => {
    expect(await health(desk)).toEqual({ ok: true, checked_at: null, findings: [] });
    await recordRoutines(desk.account.db, [{ name: "audit", outcome: "done", ended_at: AT }]);
    const checked_at = iso(AT);
    expect(await health(desk)).toEqual({ ok: true, checked_at, findings: [] });
    await recordRoutines(desk.account.db, [{ name: "audit", outcome: "failed", ended_at: AT + MINUTE }]);
    expect(await health(desk)).toEqual({ ok: true, checked_at, findings: [] });
  });

  it("lists what was found, the oldest first, in words with names; another account sees none of it", async () => {
    const other = await makeHelpDesk();
    const { handoff } = await handOff(desk);
    await pickedUp(other);
    for (const { account } of [desk, other]) await promisesKept(account);
    await auditAccounts(desk.account.db, AT);
    await desk.account.db.all(sql`UPDATE members SET reachable = 0 WHERE id = ${desk.priya.member_id}`);
    await auditAccounts(desk.account.db, AT + MINUTE);
    expect(await health(desk)).toEqual({
      ok: false,
      checked_at: null,
      findings: [
        {
          code: "unowned_escalation",
          handoff_id: handoff.id,
          detail: "“Printer offline” waits, and the step that was due has not been taken.",
          since: iso(AT),
        },
        {
          code: "unreachable_member",
          handoff_id: null,
          detail: `Mail to Priya (${desk.priya.email}) comes back.`,
          since: iso(AT + MINUTE),
        },
      ],
    });
    expect((await health(other)).findings).toEqual([]);
  });
});
