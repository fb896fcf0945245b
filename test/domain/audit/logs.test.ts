import { type SQL, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { auditAccounts } from "../../../src/domain/audit/audit-accounts.ts";
import { audited, findingsOf, nothingWrongAnywhere } from "../../support/audited.ts";
import { NOON, makeAccount } from "../../support/factories.ts";
import { MINUTE, makeHelpDesk, openSession } from "../../support/help-desk.ts";

// When the last audit ended decides what counts as grown: other tests' audits must not.
beforeEach(nothingWrongAnywhere);

const AT = NOON + MINUTE;
const code = "log_hole";

/** An account whose log has so many facts, the last one at this moment, and whose bus keeps up. */
async function logOf(count: number, ended_at = NOON) {
  const desk = await makeHelpDesk();
  const { account } = desk;
  const { id: session } = await openSession(desk);
  const numbers = sql`json_each(${JSON.stringify(Array.from({ length: count }, (_, index) => index + 1))}) n`;
  await account.db.batch([
    sql`INSERT INTO account_events (account_id, seq, type, session_id, actor_kind, actor_name, details, created_at)
      SELECT ${account.id}, n.value, 'session_resolved', ${session}, 'system', 'Baton', '{}', ${ended_at} FROM ${numbers}`,
    sql`UPDATE accounts SET last_seq = ${count}, bus_seq = ${count} WHERE id = ${account.id}`,
  ]);
  const event = (seq: number) => sql`account_id = ${account.id} AND seq = ${seq}`;
  return { account, event, change: (query: SQL) => account.db.all(query) };
}

const found = (id: string, facts: string, ends: number, last: number) => [
  {
    code,
    subject_id: id,
    handoff_id: null,
    detail: `The log of this account has ${facts} up to number ${ends}, and should have ${last}.`,
  },
];

describe("a log with a hole is found and not rewritten:", () => {
  it("one among its newest facts", async () => {
    const [{ account, event, change }, other] = [await logOf(5), await logOf(5)];
    expect(await audited(account, AT)).toEqual([]);
    await change(sql`DELETE FROM account_events WHERE ${event(3)}`);
    expect(await audited(account, AT + 1)).toEqual(found(account.id, "4 entries", 5, 5));
    expect(await findingsOf(other.account)).toEqual([]);
    const seqs = await change(
      sql`SELECT seq FROM account_events WHERE account_id = ${account.id} ORDER BY seq`,
    );
    expect(seqs.map(({ seq }) => seq)).toEqual([1, 2, 4, 5]);
    await change(sql`UPDATE account_events SET seq = 3 WHERE ${event(5)}`);
    await change(sql`UPDATE accounts SET last_seq = 4, bus_seq = 4 WHERE id = ${account.id}`);
    expect(await audited(account, AT + 2)).toEqual([]);
  });

  it("a last fact that is missing, whenever that was", async () => {
    const { account, event, change } = await logOf(3, 1);
    await change(sql`DELETE FROM account_events WHERE ${event(3)}`);
    expect(await audited(account, AT)).toEqual(found(account.id, "2 entries", 2, 3));
  });

  it("a fact beyond the counter", async () => {
    const { account, change } = await logOf(3, 1);
    await change(sql`UPDATE accounts SET last_seq = 1, bus_seq = 1 WHERE id = ${account.id}`);
    expect(await audited(account, AT)).toEqual(found(account.id, "3 entries", 3, 1));
  });

  it("a counter without any facts", async () => {
    const { account, change } = await logOf(1, 1);
    await change(sql`DELETE FROM account_events WHERE account_id = ${account.id}`);
    expect(await audited(account, AT)).toEqual(found(account.id, "0 entries", 0, 1));
  });

  it("one long ago, by the check that goes through everything, and for as long as it is there", async () => {
    const { account, event, change } = await logOf(300, 1);
    // From here on the rolling check has this account before it.
    const begin = sql`INSERT OR REPLACE INTO routines (name, ended_at, outcome) VALUES
      ('log_check', 1, json_object('account_id', ${account.id}, 'seq', 0))`;
    await change(begin);
    expect(await audited(account, AT)).toEqual([]);
    await change(sql`DELETE FROM account_events WHERE ${event(7)}`);
    await change(begin);
    expect(await audited(account, AT + 1)).toEqual(found(account.id, "299 entries", 300, 300));
    expect(await audited(account, AT + 2)).toEqual(found(account.id, "299 entries", 300, 300));
  });

  it("the first fact of a log, which is where the check goes over from the log before", async () => {
    const { account, event, change } = await logOf(200, 1);
    await change(sql`DELETE FROM account_events WHERE ${event(1)}`);
    await change(sql`INSERT OR REPLACE INTO routines (name, ended_at, outcome) VALUES
      ('log_check', 1, json_object('account_id', ${account.id.slice(0, -1)}, 'seq', 12))`);
    expect(await audited(account, AT)).toEqual(found(account.id, "199 entries", 200, 200));
  });
});

it("the rolling check comes through all logs, and begins anew", async () => {
  const { account, change } = await logOf(3);
  const at = async () => {
    const [row] = await change(sql`SELECT outcome FROM routines WHERE name = 'log_check'`);
    return String(row?.["outcome"]);
  };
  await change(sql`DELETE FROM routines WHERE name = 'log_check'`);
  const [{ count } = { count: 0 }] = await account.db.all<{ count: number }>(
    sql`SELECT count(*) AS count FROM account_events`,
  );
  for (let left = count; left >= 5_000; left -= 5_000) {
    await auditAccounts(account.db, AT);
    expect(JSON.parse(await at())).toEqual({ account_id: expect.any(String), seq: expect.any(Number) });
  }
  await auditAccounts(account.db, AT);
  expect(await at()).toBe("{}");
});

describe("a bus that is behind", () => {
  it("is found when it has been for two minutes, whether or not it was told in between", async () => {
    const [{ account, change }, other] = [await logOf(4), await logOf(4)];
    await change(sql`UPDATE accounts SET bus_seq = 1 WHERE id = ${account.id}`);
    expect(await audited(account, NOON + 2 * MINUTE - 1)).toEqual([]);
    expect(await audited(account, NOON + 2 * MINUTE)).toEqual([
      {
        code: "bus_behind",
        subject_id: account.id,
        handoff_id: null,
        detail: "Live updates are behind by 3 changes.",
      },
    ]);
    expect(await findingsOf(other.account)).toEqual([]);
    await change(sql`UPDATE accounts SET bus_seq = 3 WHERE id = ${account.id}`);
    const [row] = await audited(account, NOON + 3 * MINUTE);
    expect(row?.["detail"]).toBe("Live updates are behind by 1 change.");
    await change(sql`UPDATE accounts SET bus_seq = 4 WHERE id = ${account.id}`);
    expect(await audited(account, NOON + 4 * MINUTE)).toEqual([]);
  });

  it("is none where nothing was ever logged", async () => {
    const account = await makeAccount();
    expect(await audited(account, AT)).toEqual([]);
  });
});
