import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditAccounts } from "../../../src/domain/audit/audit-accounts.ts";
import { claimHandoff } from "../../../src/domain/handoffs/claim-handoff.ts";
import { resolveSession } from "../../../src/domain/sessions/resolve-session.ts";
import { audited, findingsOf, promisesKept, saidAbout } from "../../support/audited.ts";
import { NOON } from "../../support/factories.ts";
import { type HelpDesk, MINUTE, handOff, makeHelpDesk, pickedUp } from "../../support/help-desk.ts";
import { everythingOf, sessionRow } from "../../support/rows.ts";

const AT = NOON + 3 * MINUTE;
const code = "session_mismatch";

const CASES = {
  "open escalation": {
    make: (desk: HelpDesk) => handOff(desk),
    broken: "active",
    detail: "“Printer offline” waits to be picked up, but its session is active.",
    healed: "escalated",
  },
  "parked handoff": {
    make: (desk: HelpDesk) => handOff(desk, { intent: "park" }),
    broken: "escalated",
    detail: "“Printer offline” waits to be picked up, but its session is escalated.",
    healed: "paused",
  },
  "handoff that was picked up": {
    make: (desk: HelpDesk) => pickedUp(desk),
    broken: "paused",
    detail: "“Printer offline” is held by Priya, but its session is paused.",
    healed: "active",
  },
} as const;

describe("a session that does not agree with its handoff is found, set by it, and agrees then:", () => {
  it.each(Object.entries(CASES))("%s", async (_, { make, broken, detail, healed }) => {
    const [desk, other] = [await makeHelpDesk(), await makeHelpDesk()];
    const { session, handoff } = await make(desk);
    await make(other);
    for (const { account } of [desk, other]) await promisesKept(account);
    const [before, others] = [await sessionRow(desk.account, session.id), await everythingOf(other.account)];
    expect(await audited(desk.account, AT - 1)).toEqual([]);
    await desk.account.db.all(sql`UPDATE sessions SET status = ${broken} WHERE id = ${session.id}`);
    const said = saidAbout(await auditAccounts(desk.account.db, AT), desk.account);
    expect(await findingsOf(desk.account)).toEqual([
      { code, subject_id: session.id, handoff_id: handoff.id, detail },
    ]);
    expect(said.healed).toEqual([{ account_id: desk.account.id, what: "session", id: session.id }]);
    expect(await sessionRow(desk.account, session.id)).toEqual({
      ...before,
      status: healed,
      updated_at: AT,
    });
    expect(await audited(desk.account, AT + 1)).toEqual([]);
    expect(await findingsOf(other.account)).toEqual([]);
    expect(await everythingOf(other.account)).toEqual(others);
  });

  it("one that names somebody else as its holder", async () => {
    const desk = await makeHelpDesk();
    const { session, handoff } = await pickedUp(desk);
    await promisesKept(desk.account);
    await desk.account.db.all(
      sql`UPDATE sessions SET escalated_to_id = ${desk.adam.id} WHERE id = ${session.id}`,
    );
    const detail = "“Printer offline” is held by Priya, but its session names somebody else.";
    expect(await audited(desk.account, AT)).toEqual([
      { code, subject_id: session.id, handoff_id: handoff.id, detail },
    ]);
    expect((await sessionRow(desk.account, session.id)).escalated_to_id).toBe(desk.priya.id);
    expect(await audited(desk.account, AT + 1)).toEqual([]);
  });

  it.each(["escalated", "paused"])("one that is %s while nothing of it waits", async (status) => {
    const desk = await makeHelpDesk();
    const { session, handoff } = await handOff(desk);
    await promisesKept(desk.account);
    await desk.account.db.batch([
      sql`UPDATE handoffs SET status = 'withdrawn' WHERE id = ${handoff.id}`,
      sql`UPDATE sessions SET status = ${status} WHERE id = ${session.id}`,
    ]);
    const detail = `“Printer offline” is ${status}, but nothing of it waits to be picked up.`;
    expect(await audited(desk.account, AT)).toEqual([
      { code, subject_id: session.id, handoff_id: null, detail },
    ]);
    expect(await sessionRow(desk.account, session.id)).toMatchObject({
      status: "active",
      escalated_to_id: null,
    });
    expect(await audited(desk.account, AT + 1)).toEqual([]);
  });
});

it("a resolved session is never opened again: its waiting handoff is shown until somebody deals with it", async () => {
  const desk = await makeHelpDesk();
  const { session, handoff, key } = await handOff(desk);
  await promisesKept(desk.account);
  await desk.account.db.all(
    sql`UPDATE sessions SET status = 'resolved', resolved_at = ${NOON} WHERE id = ${session.id}`,
  );
  const detail = "“Printer offline” waits to be picked up, but its session is resolved.";
  const found = [{ code, subject_id: session.id, handoff_id: handoff.id, detail }];
  expect(await audited(desk.account, AT)).toEqual(found);
  expect(await audited(desk.account, AT + 1)).toEqual(found);
  expect((await sessionRow(desk.account, session.id)).status).toBe("resolved");
  await claimHandoff(desk.account.as(desk.priya, AT + 2), key, {});
  await resolveSession(desk.account.as(desk.priya, AT + 3), session.id, { resolution: "Done" });
  await promisesKept(desk.account);
  expect(await audited(desk.account, AT + 4)).toEqual([]);
});

it("two handoffs of one session are never active at once: the database refuses the second", async () => {
  const desk = await makeHelpDesk();
  const { session, handoff } = await handOff(desk);
  await handOff(desk);
  const second = desk.account.db.all(sql`UPDATE handoffs SET session_id = ${session.id}
    WHERE account_id = ${desk.account.id} AND id <> ${handoff.id}`);
  await expect(second).rejects.toThrow(/UNIQUE constraint failed: handoffs.session_id/);
});
