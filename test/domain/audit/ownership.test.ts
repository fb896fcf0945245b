import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditAccounts } from "../../../src/domain/audit/audit-accounts.ts";
import { audited, findingsOf, promisesKept, saidAbout } from "../../support/audited.ts";
import { NOON } from "../../support/factories.ts";
import { type HelpDesk, MINUTE, handOff, makeHelpDesk, pickedUp } from "../../support/help-desk.ts";
import { deactivate, remove } from "../../support/people.ts";
import { everythingOf, handoffRow } from "../../support/rows.ts";

const AT = NOON + 3 * MINUTE;

/** Sam has handed something off, and everybody has been told of it. */
async function handedOff(desk: HelpDesk, input: Parameters<typeof handOff>[1] = {}) {
  const handed = await handOff(desk, input);
  await promisesKept(desk.account);
  return handed;
}

describe("an escalation without an owner", () => {
  it("is none while its next step lies ahead, or is a few minutes late", async () => {
    const desk = await makeHelpDesk();
    const { handoff } = await handedOff(desk);
    expect(handoff.next_action_at).toBe("2026-11-20T12:06:00.000Z");
    expect(await audited(desk.account, AT)).toEqual([]);
    expect(await audited(desk.account, NOON + 9 * MINUTE - 1)).toEqual([]);
  });

  it("is found where nothing is planned, gets its next step at once, and is gone from the list then", async () => {
    const desk = await makeHelpDesk();
    const { handoff } = await handedOff(desk);
    await desk.account.db.all(sql`UPDATE handoffs SET next_action_at = NULL WHERE id = ${handoff.id}`);
    const said = saidAbout(await auditAccounts(desk.account.db, AT), desk.account);
    const code = "unowned_escalation";
    expect(await findingsOf(desk.account)).toEqual([
      {
        code,
        subject_id: handoff.id,
        handoff_id: handoff.id,
        detail: "“Printer offline” waits, and nothing is planned to happen next.",
      },
    ]);
    const account_id = desk.account.id;
    expect(said.fresh).toEqual([{ account_id, code, subject_id: handoff.id, handoff_id: handoff.id }]);
    expect(said.healed).toEqual([{ account_id, what: "handoff", id: handoff.id }]);
    expect(await handoffRow(desk.account, handoff.id)).toMatchObject({ next_action_at: AT, version: 1 });
    expect(await audited(desk.account, AT + MINUTE)).toEqual([]);
  });

  it("is found where the step that was due has not been taken, and left to the ladder", async () => {
    const desk = await makeHelpDesk();
    const { handoff } = await handedOff(desk);
    const before = await handoffRow(desk.account, handoff.id);
    expect((await audited(desk.account, NOON + 9 * MINUTE)).map(({ detail }) => detail)).toEqual([
      "“Printer offline” waits, and the step that was due has not been taken.",
    ]);
    expect(await handoffRow(desk.account, handoff.id)).toEqual(before);
  });

  it("keeps the moment at which it was found while it lasts", async () => {
    const desk = await makeHelpDesk();
    await handedOff(desk);
    const times = async (now: number) => {
      await auditAccounts(desk.account.db, now);
      return desk.account.db.all(
        sql`SELECT since, seen_at FROM findings WHERE account_id = ${desk.account.id}`,
      );
    };
    const [first, second] = [NOON + 20 * MINUTE, NOON + 21 * MINUTE];
    expect(await times(first)).toEqual([{ since: first, seen_at: first }]);
    expect(await times(second)).toEqual([{ since: first, seen_at: second }]);
  });

  it("is one that a parked handoff cannot be", async () => {
    const desk = await makeHelpDesk();
    await handedOff(desk, { intent: "park" });
    expect(await audited(desk.account, NOON + 60 * MINUTE)).toEqual([]);
  });

  it.each([
    ["was deactivated", deactivate],
    ["was removed", remove],
    [
      "only reads now",
      ({ db }: Parameters<typeof deactivate>[0], { member_id }: Parameters<typeof deactivate>[1]) =>
        db.all(sql`UPDATE members SET role = 'viewer' WHERE id = ${member_id}`),
    ],
  ])("is found where its holder %s, whoever else there is", async (_, lose) => {
    const [desk, other] = [await makeHelpDesk(), await makeHelpDesk()];
    const [{ handoff, key }] = [await pickedUp(desk), await pickedUp(other)];
    for (const { account } of [desk, other]) await promisesKept(account);
    await lose(desk.account, desk.priya);
    const before = await everythingOf(other.account);
    const said = saidAbout(await auditAccounts(desk.account.db, AT), desk.account);
    expect(await findingsOf(desk.account)).toEqual([
      {
        code: "unowned_escalation",
        subject_id: handoff.id,
        handoff_id: handoff.id,
        detail: "“Printer offline” was picked up by Priya, who cannot work on it any more.",
      },
    ]);
    expect(said.abandoned).toEqual([{ account_id: desk.account.id, ...key }]);
    expect(await findingsOf(other.account)).toEqual([]);
    expect(await everythingOf(other.account)).toEqual(before);
  });
});

describe("an escalation that nobody can be told of", () => {
  it("is found where there is nobody but the escalator, and gone when there is somebody", async () => {
    const desk = await makeHelpDesk();
    for (const who of [desk.olivia, desk.adam, desk.priya]) await deactivate(desk.account, who);
    const { handoff } = await handedOff(desk);
    const code = "nobody_to_tell";
    const detail = "There is nobody who can be told of “Printer offline”.";
    const found = { code, subject_id: handoff.id, handoff_id: handoff.id, detail };
    expect(await audited(desk.account, AT)).toEqual([found]);
    const late = await desk.account.member("engineer", "Lee");
    expect(await audited(desk.account, AT + MINUTE)).toEqual([]);
    await desk.account.db.all(sql`UPDATE members SET reachable = 0 WHERE id = ${late.member_id}`);
    const codes = (await audited(desk.account, AT + 2 * MINUTE)).map((row) => row["code"]);
    expect(codes).toEqual([code, "unreachable_member"]);
  });

  it("is none once somebody was told, though they have left since", async () => {
    const desk = await makeHelpDesk();
    await handedOff(desk);
    for (const who of [desk.olivia, desk.adam, desk.priya]) await deactivate(desk.account, who);
    expect(await audited(desk.account, AT)).toEqual([]);
  });
});

it("a member whose mail comes back is named until it does not any more", async () => {
  const desk = await makeHelpDesk();
  await handedOff(desk);
  const reachable = (is: 0 | 1) =>
    desk.account.db.all(sql`UPDATE members SET reachable = ${is} WHERE id = ${desk.priya.member_id}`);
  await reachable(0);
  expect(await audited(desk.account, AT)).toEqual([
    {
      code: "unreachable_member",
      subject_id: desk.priya.member_id,
      handoff_id: null,
      detail: `Mail to Priya (${desk.priya.email}) comes back.`,
    },
  ]);
  await reachable(1);
  expect(await audited(desk.account, AT + MINUTE)).toEqual([]);
});
