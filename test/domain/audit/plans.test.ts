import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditAccounts } from "../../../src/domain/audit/audit-accounts.ts";
import { getAccountHealth } from "../../../src/domain/audit/get-account-health.ts";
import { sinceRoutine } from "../../../src/domain/audit/routines.ts";
import { NOON } from "../../support/factories.ts";
import { makeHelpDesk, openSession } from "../../support/help-desk.ts";
import { tripsOf, tripsOfVerb } from "../../support/measured-verbs.ts";
import { plansOf, scansIn } from "../../support/query-plan.ts";
import { rowsReadBy } from "../../support/rows-read.ts";

const INEVITABLE = [
  // What is active, and the accounts themselves, with one row each: that much is looked at every minute.
  /^SCAN \w+ USING (COVERING )?INDEX (handoffs_one_active|handoffs_unclaimed|sqlite_autoindex_accounts_1)$/,
  // What is wrong, and what the parts of a statement came to.
  /^SCAN f USING COVERING INDEX findings_once$/,
  /^SCAN (active|found|piece|suspect)$/,
];

it("the auditor reads what is active and one row of each account, and no other table whole", async () => {
  const plan = await plansOf(await tripsOf((db) => auditAccounts(db, NOON)));
  expect(plan.length).toBeGreaterThan(100);
  const scans = scansIn(plan).filter(({ detail }) => !INEVITABLE.some((known) => known.test(detail)));
  expect(scans).toEqual([]);
});

it("each of its statements goes the way that was meant", async () => {
  const plan = await plansOf(await tripsOf((db) => auditAccounts(db, NOON)));
  const details = new Set(plan.map(({ detail }) => detail));
  for (const step of [
    "SEARCH d USING INDEX deliveries_of_handoff (handoff_id=?)",
    "SEARCH m USING INDEX members_user (account_id=? AND user_id=?)",
    "SEARCH s USING INDEX sessions_by_status (account_id=? AND status=?)",
    "SEARCH o USING INDEX outbox_due (next_attempt_at<?)",
    "SCAN a USING INDEX accounts_lagging",
    "SEARCH w USING COVERING INDEX sqlite_autoindex_account_events_1 (account_id=? AND seq>? AND seq<?)",
    "SEARCH e USING COVERING INDEX sqlite_autoindex_account_events_1 ((account_id,seq)>(?,?))",
    "SEARCH findings USING COVERING INDEX findings_by_age (seen_at<?)",
  ]) {
    expect(details).toContain(step);
  }
});

it("what it reads does not grow with the past of an account at rest, the rolling check apart", async () => {
  const desk = await makeHelpDesk();
  const { account } = desk;
  const session = await openSession(desk);
  // The rolling check stands behind every account: it finds nothing more to read.
  const read = async (minute: number) => {
    await account.db.all(sql`INSERT OR REPLACE INTO routines (name, ended_at, outcome) VALUES
      ('log_check', 1, json_object('account_id', 'z', 'seq', 0)), ('audit', ${NOON}, 'done')`);
    return rowsReadBy((db) => auditAccounts(db, NOON + minute));
  };
  await read(0);
  const few = await read(1);
  await account.db.batch([
    sql`INSERT INTO account_events (account_id, seq, type, session_id, actor_kind, actor_name, details, created_at)
      WITH RECURSIVE n (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n WHERE seq < 5000)
      SELECT ${account.id}, n.seq, 'session_resolved', ${session.id}, 'system', 'Baton', '{}', 1 FROM n`,
    sql`UPDATE accounts SET last_seq = 5000, bus_seq = 5000 WHERE id = ${account.id}`,
  ]);
  expect(few).toBeGreaterThan(0);
  expect(await read(2)).toBeLessThanOrEqual(few + 50);
});

it("an account's health, and when a routine ended, are found by index", async () => {
  const { account, olivia } = await makeHelpDesk();
  const trips = [
    ...(await tripsOfVerb(account.as(olivia), getAccountHealth)),
    ...(await tripsOf((db) => sinceRoutine(db, "chores", NOON))),
  ];
  expect(trips.length).toBe(2);
  expect(scansIn(await plansOf(trips))).toEqual([]);
});
