import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { countDisturbances, auditAccounts } from "../../../src/domain/audit/audit-accounts.ts";
import { audited, promisesKept } from "../../support/audited.ts";
import { NOON } from "../../support/factories.ts";
import { MINUTE } from "../../support/help-desk.ts";
import { type PsaDesk, makePsaDesk } from "../../support/psa-desk.ts";

const AT = NOON + 4 * MINUTE;

async function promised(columns = sql`status = 'pending', next_attempt_at = ${AT}`): Promise<PsaDesk> {
  const desk = await makePsaDesk();
  await desk.escalate();
  await promisesKept(desk.account);
  await desk.account.db.all(sql`UPDATE psa_notes SET ${columns} WHERE account_id = ${desk.account.id}`);
  return desk;
}

const said = async ({ account }: PsaDesk, now = AT) =>
  (await audited(account, now)).map(({ code, detail }) => [code, detail]);
const stuck = ["stuck_psa_note", "The note about “Printer offline” should be in its ticket by now."];

describe("a promised note is found", () => {
  it("that is overdue by more than five minutes, unless its PSA is being left alone", async () => {
    const desk = await promised(sql`next_attempt_at = ${AT - 5 * MINUTE}`);
    expect(await said(desk, AT - 1)).toEqual([]);
    expect(await said(desk)).toEqual([stuck]);
    await desk.account.db.all(
      sql`UPDATE psa_connections SET busy_until = ${AT + MINUTE} WHERE id = ${desk.connection.id}`,
    );
    expect(await said(desk, AT + 1)).toEqual([]);
  });

  it("whose pusher vanished and whom nobody took over", async () => {
    const desk = await promised(
      sql`status = 'pushing', next_attempt_at = ${AT - 5 * MINUTE}, taken_until = ${AT - 5 * MINUTE}`,
    );
    expect(await said(desk)).toEqual([stuck]);
  });

  it("that has no next attempt; it gets one", async () => {
    const desk = await promised(sql`next_attempt_at = NULL`);
    expect(await said(desk)).toEqual([stuck]);
    expect(await desk.notes()).toMatchObject([{ next_attempt_at: AT }]);
    expect(await said(desk, AT + 1)).toEqual([]);
  });

  it("that was given up on, with the reason, until it is tried again", async () => {
    const desk = await promised(
      sql`status = 'failed', next_attempt_at = NULL, last_error = 'No such ticket.'`,
    );
    const detail = "The note about “Printer offline” is not in ticket #123: No such ticket.";
    expect(await said(desk)).toEqual([["failed_psa_note", detail]]);
    await desk.account.db.all(
      sql`UPDATE psa_notes SET status = 'pushed' WHERE account_id = ${desk.account.id}`,
    );
    expect(await said(desk, AT + 1)).toEqual([]);
  });
});

it("a connection is found through which nothing has got for five minutes, with the PSA's own words", async () => {
  const desk = await promised();
  const broken = (since: number | null) =>
    desk.account.db.all(sql`UPDATE psa_connections SET broken_since = ${since}, last_error = '401: Wrong key'
      WHERE id = ${desk.connection.id}`);
  await broken(AT - 5 * MINUTE + 1);
  expect(await said(desk)).toEqual([]);
  await broken(AT - 5 * MINUTE);
  const { name } = desk.connection;
  expect(await said(desk)).toEqual([
    ["psa_connection_broken", `The PSA connection “${name}” does not work: 401: Wrong key`],
  ]);
  await broken(null);
  expect(await said(desk, AT + 1)).toEqual([]);
});

it("somebody's PSA that does not answer is no reason to say that Baton does not work", async () => {
  const desk = await promised(sql`status = 'failed', next_attempt_at = NULL`);
  await desk.account.db.all(
    sql`UPDATE psa_connections SET broken_since = 1 WHERE id = ${desk.connection.id}`,
  );
  const audit = await auditAccounts(desk.account.db, AT);
  const { psa_connection_broken, failed_psa_note } = audit.counts;
  expect(Math.min(psa_connection_broken, failed_psa_note)).toBeGreaterThan(0);
  const without = { ...audit, counts: { ...audit.counts, psa_connection_broken: 0, failed_psa_note: 0 } };
  expect(countDisturbances(audit)).toBe(countDisturbances(without));
});
