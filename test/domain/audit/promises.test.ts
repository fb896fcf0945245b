import { type SQL, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditAccounts } from "../../../src/domain/audit/audit-accounts.ts";
import { takeDeliveries } from "../../../src/domain/deliveries/take-deliveries.ts";
import { audited, findingsOf, promisesKept, saidAbout } from "../../support/audited.ts";
import { NOON } from "../../support/factories.ts";
import { type HelpDesk, MINUTE, handOff, makeHelpDesk, pickedUp } from "../../support/help-desk.ts";
import { everythingOf } from "../../support/rows.ts";

const AT = NOON + 4 * MINUTE;
const code = "stuck_delivery";

/** A desk whose escalation is told to Priya alone, in a row that the test writes as it likes. */
async function toldToPriya(columns: SQL, input: Parameters<typeof handOff>[1] = {}) {
  const desk = await makeHelpDesk();
  const { handoff, key } = await handOff(desk, { to_user_id: desk.priya.id, ...input });
  const [row] = await desk.account.db.all<{ id: string }>(
    sql`SELECT id FROM deliveries WHERE handoff_id = ${handoff.id}`,
  );
  const id = row?.id ?? "";
  await promisesKept(desk.account);
  await desk.account.db.all(sql`UPDATE deliveries SET ${columns} WHERE id = ${id}`);
  const delivery = async () =>
    (
      await desk.account.db.all(
        sql`SELECT status, next_attempt_at, taken_until, attempts FROM deliveries WHERE id = ${id}`,
      )
    )[0];
  return { ...desk, handoff, key, id, delivery };
}

const details = async ({ account }: HelpDesk, now = AT) =>
  (await audited(account, now)).map(({ code: found, detail }) => [found, detail]);

describe("a promised message is found", () => {
  it("that has no next attempt; it gets one, and is gone from the list then", async () => {
    const [desk, other] = [
      await toldToPriya(sql`status = 'pending', next_attempt_at = NULL`),
      await toldToPriya(sql`status = 'pending', next_attempt_at = ${AT - 1}`),
    ];
    const before = await everythingOf(other.account);
    const said = saidAbout(await auditAccounts(desk.account.db, AT), desk.account);
    const detail = "The message to Priya about “Printer offline” has no next attempt.";
    const found = { code, subject_id: desk.id, handoff_id: desk.handoff.id, detail };
    expect(await findingsOf(desk.account)).toEqual([found]);
    expect(said.healed).toEqual([{ account_id: desk.account.id, what: "delivery", id: desk.id }]);
    expect(await desk.delivery()).toMatchObject({ status: "pending", next_attempt_at: AT });
    expect(await audited(desk.account, AT + 1)).toEqual([]);
    expect(await findingsOf(other.account)).toEqual([]);
    expect(await everythingOf(other.account)).toEqual(before);
  });

  it("that has no next attempt while nobody needs help any more; then it is cancelled", async () => {
    const desk = await makeHelpDesk();
    const { handoff } = await pickedUp(desk);
    await promisesKept(desk.account);
    const of = sql`handoff_id = ${handoff.id} AND recipient_id = ${desk.priya.id}`;
    await desk.account.db.all(
      sql`UPDATE deliveries SET status = 'pending', next_attempt_at = NULL WHERE ${of}`,
    );
    expect((await details(desk)).map(([found]) => found)).toEqual([code]);
    const rows = await desk.account.db.all(sql`SELECT status, next_attempt_at FROM deliveries WHERE ${of}`);
    expect(rows).toEqual([{ status: "cancelled", next_attempt_at: null }]);
    expect(await details(desk, AT + 1)).toEqual([]);
  });

  it("that is overdue by more than five minutes while its handoff is open", async () => {
    const desk = await toldToPriya(sql`status = 'pending', next_attempt_at = ${AT - 5 * MINUTE}`);
    expect(await details(desk, AT - 1)).toEqual([]);
    const before = await desk.delivery();
    expect(await details(desk)).toEqual([
      [code, "The message to Priya about “Printer offline” should have gone out by now."],
    ]);
    expect(await desk.delivery()).toEqual(before);
    await desk.account.db.all(sql`UPDATE handoffs SET status = 'withdrawn' WHERE id = ${desk.handoff.id}`);
    await desk.account.db.all(sql`UPDATE sessions SET status = 'active' WHERE id = ${desk.key.session_id}`);
    expect(await details(desk, AT + 1)).toEqual([]);
    // What asks for no help is owed whatever has become of the handoff.
    await desk.account.db.all(sql`UPDATE deliveries SET kind = 'returned' WHERE id = ${desk.id}`);
    expect((await details(desk, AT + 2)).map(([found]) => found)).toEqual([code]);
  });

  it("that was being sent by somebody who vanished; whoever comes next takes it", async () => {
    const desk = await toldToPriya(sql`status = 'sending', taken_until = ${AT - 5 * MINUTE}`);
    expect(await details(desk, AT - 1)).toEqual([]);
    expect(await details(desk)).toEqual([
      [
        code,
        "The message to Priya about “Printer offline” was being sent, and nobody knows whether it went out.",
      ],
    ]);
    expect(await desk.delivery()).toMatchObject({ status: "sending", taken_until: AT - 5 * MINUTE });
  });

  it("that is being sent without an end; it gets one, so that it is taken again", async () => {
    const desk = await toldToPriya(sql`status = 'sending', taken_until = NULL, next_attempt_at = ${NOON}`);
    expect((await details(desk)).map(([found]) => found)).toEqual([code]);
    expect(await desk.delivery()).toMatchObject({ taken_until: AT });
    const taken = await takeDeliveries(desk.account.db, { handoffs: [desk.handoff.id] }, AT);
    expect(taken.map(({ delivery }) => [delivery.id, delivery.uncertain])).toEqual([[desk.id, true]]);
    expect(await details(desk, AT + 1)).toEqual([]);
  });
});

describe("a promised job is found that is overdue by more than five minutes:", () => {
  it.each([
    ["assess_handoff", "The assessment of “Printer offline” should have been made by now."],
    ["send_mail", "A sign-in mail or an invitation should have gone out by now."],
    ["end_streams", "The live updates of somebody who may not see them any more should have ended by now."],
  ])("%s", async (kind, detail) => {
    const desk = await makeHelpDesk();
    const { handoff } = await handOff(desk);
    await promisesKept(desk.account);
    const own = sql`account_id = ${desk.account.id}`;
    const [job] = await desk.account.db.all<{
      id: string;
    }>(sql`UPDATE outbox SET status = 'pending', kind = ${kind},
      next_attempt_at = ${AT - 5 * MINUTE} WHERE ${own} RETURNING id`);
    expect(await audited(desk.account, AT - 1)).toEqual([]);
    expect(await audited(desk.account, AT)).toEqual([
      { code, subject_id: job?.id, handoff_id: handoff.id, detail },
    ]);
    await desk.account.db.all(sql`UPDATE outbox SET status = 'done' WHERE ${own}`);
    expect(await audited(desk.account, AT + 1)).toEqual([]);
  });

  it("one of no account is counted, as no account's page could show it", async () => {
    const { account } = await makeHelpDesk();
    const late = async () => (await auditAccounts(account.db, AT)).late_jobs;
    const before = await late();
    const id = `late-${account.id}`;
    await account.db.all(sql`INSERT INTO outbox (id, kind, status, next_attempt_at, created_at)
      VALUES (${id}, 'send_mail', 'pending', ${AT - 5 * MINUTE}, ${NOON})`);
    expect(await late()).toBe(before + 1);
    await account.db.all(sql`UPDATE outbox SET status = 'done' WHERE id = ${id}`);
    expect(await late()).toBe(before);
  });
});

describe("an escalation of which nobody has heard", () => {
  it("is found when mails have been tried for ten minutes in vain, and not before", async () => {
    const desk = await toldToPriya(
      sql`status = 'pending', attempts = 4, next_attempt_at = ${NOON + 60 * MINUTE}`,
    );
    await desk.account.db.all(
      sql`UPDATE handoffs SET next_action_at = ${NOON + 60 * MINUTE} WHERE id = ${desk.handoff.id}`,
    );
    expect(await details(desk, NOON + 10 * MINUTE)).toEqual([]);
    expect(await details(desk, NOON + 11 * MINUTE)).toEqual([
      ["nobody_reached", "Nobody has been reached about “Printer offline” yet, though it has been tried."],
    ]);
    await desk.account.db.all(sql`UPDATE deliveries SET status = 'sent' WHERE id = ${desk.id}`);
    expect(await details(desk, NOON + 12 * MINUTE)).toEqual([]);
  });
});

describe("a message that could not be delivered", () => {
  it.each([
    ["bounced", "The message to Priya about “Printer offline” came back, and nobody else was reached."],
    [
      "failed",
      "The message to Priya about “Printer offline” could not be delivered, and nobody else was reached.",
    ],
    [
      "suppressed",
      "The message to Priya about “Printer offline” could not be delivered, and nobody else was reached.",
    ],
  ])("(%s) is found while its handoff waits and nobody else was reached", async (status, detail) => {
    const desk = await toldToPriya(sql`status = ${status}`);
    expect(await details(desk)).toEqual([["failed_delivery", detail]]);
    await desk.account.db.all(sql`UPDATE deliveries SET status = 'sent' WHERE id = ${desk.id}`);
    expect(await details(desk, AT + 1)).toEqual([]);
  });

  it.each(["sent", "delivered", "bundled", "pending"])(
    "is no matter where another one is %s",
    async (other) => {
      const desk = await makeHelpDesk();
      const { handoff } = await handOff(desk);
      const of = (who: string) => sql`handoff_id = ${handoff.id} AND recipient_id = ${who}`;
      await promisesKept(desk.account);
      await desk.account.db.batch([
        sql`UPDATE deliveries SET status = 'failed' WHERE handoff_id = ${handoff.id}`,
        sql`UPDATE deliveries SET status = ${other}, next_attempt_at = ${AT + MINUTE} WHERE ${of(desk.adam.id)}`,
      ]);
      expect(await details(desk)).toEqual([]);
    },
  );
});
