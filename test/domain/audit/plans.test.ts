import { expect, it } from "vitest";
import { auditAccounts } from "../../../src/domain/audit/audit-accounts.ts";
import { getAccountHealth } from "../../../src/domain/audit/get-account-health.ts";
import { sinceRoutine } from "../../../src/domain/audit/routines.ts";
import { NOON } from "../../support/factories.ts";
import { makeHelpDesk } from "../../support/help-desk.ts";
import { tripsOf, tripsOfVerb } from "../../support/measured-verbs.ts";
import { plansOf, scansIn } from "../../support/query-plan.ts";

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

it("an account's health, and when a routine ended, are found by index", async () => {
  const { account, olivia } = await makeHelpDesk();
  const trips = [
    ...(await tripsOfVerb(account.as(olivia), getAccountHealth)),
    ...(await tripsOf((db) => sinceRoutine(db, "chores", NOON))),
  ];
  expect(trips.length).toBe(2);
  expect(scansIn(await plansOf(trips))).toEqual([]);
});
