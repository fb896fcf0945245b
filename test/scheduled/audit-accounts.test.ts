import { sql } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { auditAccounts } from "../../src/domain/audit/audit-accounts.ts";
import { freeHandoff } from "../../src/domain/audit/free-handoff.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { runAudit } from "../../src/scheduled/audit-accounts.ts";
import { runChores } from "../../src/scheduled/run-chores.ts";
import { findingsOf, nothingWrongAnywhere, promisesKept } from "../support/audited.ts";
import { makeAccount } from "../support/factories.ts";
import { type MailRoom, makeMailRoom } from "../support/mail-room.ts";
import { tripsOf } from "../support/measured-verbs.ts";
import { deactivate } from "../support/people.ts";
import { refusal } from "../support/refusal.ts";
import { handoffRow, lastEventOf, logOf, sessionRow } from "../support/rows.ts";

const MINUTE = 60_000;

beforeAll(nothingWrongAnywhere);
afterEach(() => vi.restoreAllMocks());

/** Sam has picked an escalation up. */
async function heldBySam(room: MailRoom, handoff: { intent?: "park" } = {}) {
  const { handoff: handed } = await room.escalate({ handoff });
  const key = { session_id: handed.session_id, handoff_id: handed.id };
  const [sam] = room.team;
  if (!sam) throw new Error("Nobody is there.");
  await claimHandoff(room.desk.account.as(sam, room.clock.now + 1_000), key, { read_back: "Router first" });
  await promisesKept(room.desk.account);
  return { sam, key };
}

describe("a handoff whose holder was deactivated", () => {
  test("goes back to the queue with its reason, and its ladder goes on by its age", async () => {
    const room = await makeMailRoom(["Sam", "Tom"]);
    const { account } = room.desk;
    const { sam, key } = await heldBySam(room);
    await deactivate(account, sam);
    room.clock.now += 2 * MINUTE;
    await runChores(room.deps);
    expect(await handoffRow(account, key.handoff_id)).toMatchObject({
      status: "open",
      claimed_by: null,
      claimed_at: null,
      read_back: null,
      version: 3,
      opened_version: 3,
      next_action_at: room.clock.now + 3 * MINUTE,
    });
    expect(await sessionRow(account, key.session_id)).toMatchObject({
      status: "escalated",
      escalated_to_id: null,
    });
    expect(await lastEventOf(account)).toMatchObject({
      type: "handoff_released",
      handoff_id: key.handoff_id,
      status: "open",
      actor: { kind: "system", id: null, name: "Baton" },
      reason: "Sam cannot work on it any more.",
    });
    expect((await findingsOf(account)).map(({ code }) => code)).toEqual(["unowned_escalation"]);
    room.clock.now += MINUTE;
    await runChores(room.deps);
    expect(await findingsOf(account)).toEqual([]);
  });

  test("waits parked again where it was parked", async () => {
    const room = await makeMailRoom();
    const { sam, key } = await heldBySam(room, { intent: "park" });
    await deactivate(room.desk.account, sam);
    await runChores(room.deps);
    expect((await handoffRow(room.desk.account, key.handoff_id)).status).toBe("open");
    expect((await sessionRow(room.desk.account, key.session_id)).status).toBe("paused");
  });

  test("stays with a holder who can work on it, and with nobody where nobody holds it", async () => {
    const room = await makeMailRoom();
    const { account } = room.desk;
    const { key } = await heldBySam(room);
    const free = () => freeHandoff(account.as(room.desk.engineer, room.clock.now), key);
    expect(await refusal(free())).toMatchObject({ code: "invalid_transition" });
    await account.db.all(
      sql`UPDATE handoffs SET status = 'open', claimed_by = NULL WHERE id = ${key.handoff_id}`,
    );
    expect(await refusal(free())).toMatchObject({ code: "invalid_transition" });
  });
});

test("two runs at once find and heal everything once", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  const { account } = room.desk;
  const { sam, key } = await heldBySam(room);
  const { handoff } = await room.escalate();
  await promisesKept(account);
  await deactivate(account, sam);
  await account.db.all(sql`UPDATE handoffs SET next_action_at = NULL WHERE id = ${handoff.id}`);
  await Promise.all([runAudit(room.deps), runAudit(room.deps), runAudit(room.deps)]);
  const released = (await logOf(account)).filter(({ type }) => type === "handoff_released");
  expect(released.map(({ handoff_id }) => handoff_id)).toEqual([key.handoff_id]);
  const found = (await findingsOf(account)).map(({ subject_id }) => String(subject_id));
  expect(found.toSorted()).toEqual([key.handoff_id, handoff.id].toSorted());
  await promisesKept(account);
  const { now } = room.clock;
  await Promise.all([1, 2, 3].map((later) => auditAccounts(account.db, now + later)));
  expect(await findingsOf(account)).toEqual([]);
});

test("a run of 200 accounts, each with something wrong, is one round trip, and so is the next", async () => {
  const accounts = await Promise.all(Array.from({ length: 200 }, () => makeAccount()));
  const ids = JSON.stringify(accounts.map(({ id }) => id));
  const room = await makeMailRoom();
  const own = sql`id IN (SELECT value FROM json_each(${ids}))`;
  await room.deps.db.all(sql`UPDATE accounts SET last_seq = 2, bus_seq = 2 WHERE ${own}`);
  for (const minute of [1, 2]) {
    const now = room.clock.now + minute * MINUTE;
    const trips = await tripsOf((db) => runAudit({ ...room.deps, db, now: () => now }));
    expect(trips.length).toBe(1);
  }
  const found = sql`FROM findings WHERE account_id IN (SELECT value FROM json_each(${ids}))`;
  expect(await room.deps.db.all(sql`SELECT code, count(*) AS count ${found} GROUP BY code`)).toEqual([
    { code: "log_hole", count: 200 },
  ]);
  await room.deps.db.all(sql`UPDATE accounts SET last_seq = 0, bus_seq = 0 WHERE ${own}`);
  await runAudit({ ...room.deps, now: () => room.clock.now + 3 * MINUTE });
  expect(await room.deps.db.all(sql`SELECT 1 ${found}`)).toEqual([]);
});

test("a new finding is one line of the log, without names; an old one is none; each run is one with its counts", async () => {
  const room = await makeMailRoom();
  const { account } = room.desk;
  const { handoff } = await room.escalate();
  await promisesKept(account);
  await account.db.all(sql`UPDATE handoffs SET next_action_at = 1 WHERE id = ${handoff.id}`);
  const spy = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const lines = (event: string) =>
    spy.mock.calls.map(([line]) => JSON.parse(String(line))).filter((line) => line.event === event);
  await runAudit(room.deps);
  const own = { code: "unowned_escalation", account_id: account.id, handoff_id: handoff.id };
  expect(lines("finding").filter(({ account_id }) => account_id === account.id)).toEqual([
    { event: "finding", subject_id: handoff.id, ...own },
  ]);
  expect(lines("audit")).toEqual([
    expect.objectContaining({ unowned_escalation: expect.any(Number), stuck_delivery: 0, late_jobs: 0 }),
  ]);
  spy.mockClear();
  room.clock.now += MINUTE;
  await runAudit(room.deps);
  expect(lines("finding").filter(({ account_id }) => account_id === account.id)).toEqual([]);
  expect(lines("audit").length).toBe(1);
  await account.db.all(sql`UPDATE handoffs SET next_action_at = ${room.clock.now} WHERE id = ${handoff.id}`);
});
