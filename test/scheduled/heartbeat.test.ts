import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { runChores } from "../../src/scheduled/run-chores.ts";
import { sendHeartbeat } from "../../src/scheduled/send-heartbeat.ts";
import { nothingWrongAnywhere, promisesKept } from "../support/audited.ts";
import { type MailRoom, makeMailRoom } from "../support/mail-room.ts";
import { envWith } from "../support/worker-with.ts";

const MINUTE = 60_000;
const ADDRESS = "https://watch.example/ping/secret";

beforeEach(nothingWrongAnywhere);
afterEach(() => vi.restoreAllMocks());

/** A monitoring service that answers like this and keeps what it was asked. */
function watcher(answer: () => Response = () => new Response("OK")) {
  const asked: { address: string; method: string | undefined }[] = [];
  const ask = async (address: string, { method, signal }: RequestInit) => {
    expect(signal).toBeInstanceOf(AbortSignal);
    asked.push({ address, method });
    return answer();
  };
  return { ask, asked };
}

/** Runs the minute's chores with a heartbeat and returns what the watcher was asked. */
async function heartbeatOf(room: MailRoom, address: string | undefined = ADDRESS) {
  const { ask, asked } = watcher();
  room.deps.env = envWith({ HEARTBEAT_URL: address });
  await runChores(room.deps, ask);
  return asked;
}

const SENT = [{ address: ADDRESS, method: "GET" }];

describe("the heartbeat", () => {
  test("is sent after each minute's run in which nothing is wrong", async () => {
    const room = await makeMailRoom();
    await room.escalate();
    expect(await heartbeatOf(room)).toEqual(SENT);
    room.clock.now += MINUTE;
    expect(await heartbeatOf(room)).toEqual(SENT);
  });

  test("is nobody's affair where no address is configured", async () => {
    const room = await makeMailRoom();
    expect(await heartbeatOf(room, "")).toEqual([]);
  });

  test("is withheld while anything is wrong in any account, and sent again when it is not", async () => {
    const room = await makeMailRoom();
    await room.escalate();
    await promisesKept(room.desk.account);
    const end = (by: 1 | -1) =>
      room.desk.account.db.all(sql`UPDATE accounts SET last_seq = last_seq + ${by}, bus_seq = last_seq + ${by}
        WHERE id = ${room.desk.account.id}`);
    await end(1);
    expect(await heartbeatOf(room)).toEqual([]);
    await end(-1);
    room.clock.now += MINUTE;
    expect(await heartbeatOf(room)).toEqual(SENT);
  });

  test("is withheld while a job is late that belongs to no account", async () => {
    const room = await makeMailRoom();
    const { db } = room.deps;
    await db.all(sql`INSERT INTO outbox (id, kind, status, next_attempt_at, created_at)
      VALUES (${room.desk.account.id}, 'send_mail', 'pending', ${room.clock.now - 6 * MINUTE}, 0)`);
    // Somebody who takes it and vanishes, again and again: the chores never get to it.
    room.deps.db = { ...db, all: (query) => (isTake(query) ? Promise.resolve([]) : db.all(query)) };
    expect(await heartbeatOf(room)).toEqual([]);
    await db.all(sql`UPDATE outbox SET status = 'done' WHERE id = ${room.desk.account.id}`);
    expect(await heartbeatOf(room)).toEqual(SENT);
  });

  test("is withheld while nobody could be reached about an escalation, and sent although one person's mail comes back", async () => {
    const room = await makeMailRoom(["Sam", "Tom"]);
    const { handoff } = await room.escalate();
    await promisesKept(room.desk.account);
    const { db } = room.desk.account;
    const [sam] = room.team;
    await db.batch([
      sql`UPDATE deliveries SET status = 'bounced' WHERE handoff_id = ${handoff.id}`,
      sql`UPDATE members SET reachable = 0 WHERE id = ${sam?.member_id}`,
    ]);
    expect(await heartbeatOf(room)).toEqual([]);
    const rows = () =>
      db.all(
        sql`SELECT DISTINCT code FROM findings WHERE account_id = ${room.desk.account.id} ORDER BY code`,
      );
    expect(await rows()).toEqual([{ code: "failed_delivery" }, { code: "unreachable_member" }]);
    await db.all(sql`UPDATE deliveries SET status = 'sent' WHERE handoff_id = ${handoff.id}
      AND recipient_id <> ${sam?.id}`);
    room.clock.now += 1;
    expect(await heartbeatOf(room)).toEqual(SENT);
    expect(await rows()).toEqual([{ code: "unreachable_member" }]);
  });

  test("is withheld when a chore failed", async () => {
    const room = await makeMailRoom();
    const { db } = room.deps;
    let calls = 0;
    room.deps.db = {
      ...db,
      all: (query) => (calls++ === 0 ? Promise.reject(new Error("overloaded")) : db.all(query)),
    };
    expect(await heartbeatOf(room)).toEqual([]);
    expect(await heartbeatOf(room)).toEqual(SENT);
  });

  test("goes by https, or to this machine, and nowhere else", async () => {
    const { ask, asked } = watcher();
    for (const address of [
      "http://watch.example/",
      "http://127.0.0.1.evil.example/",
      "ftp://127.0.0.1/",
      "no address",
    ]) {
      await sendHeartbeat(address, ask);
    }
    expect(asked).toEqual([]);
    await sendHeartbeat("http://127.0.0.1:8080/ping", ask);
    expect(asked).toEqual([{ address: "http://127.0.0.1:8080/ping", method: "GET" }]);
  });

  test.each([
    ["refuses it", () => new Response("no", { status: 500 }), { status: 500 }],
    [
      "cannot be reached",
      () => {
        throw new TypeError(`no route to ${ADDRESS}`);
      },
      { error: "TypeError" },
    ],
  ])("fails nothing where the watcher %s, and its address is in no log", async (_, answer, said) => {
    const spy = vi.spyOn(console, "log").mockImplementation(() => undefined);
    await sendHeartbeat(ADDRESS, watcher(answer).ask);
    expect(spy.mock.calls.map(([line]) => JSON.parse(String(line)))).toEqual([
      { event: "heartbeat_failed", ...said },
    ]);
  });
});

describe("the end of each chore", () => {
  const endsIn = async ({ deps }: MailRoom) =>
    Object.fromEntries(
      (await deps.db.all(sql`SELECT name, ended_at, outcome FROM routines WHERE name <> 'log_check'`)).map(
        ({ name, ended_at, outcome }) => [name, [ended_at, outcome]],
      ),
    );

  test("is written down with its outcome, and the run's own", async () => {
    const room = await makeMailRoom();
    await runChores(room.deps);
    const done = [room.clock.now, "done"];
    expect(await endsIn(room)).toMatchObject({
      streams: done,
      deliveries: done,
      jobs: done,
      buses: done,
      purge: done,
      audit: done,
      chores: done,
    });
  });

  test("is that of the last time it came to one: a failed run says so and moves nothing", async () => {
    const room = await makeMailRoom();
    const { db } = room.deps;
    const first = room.clock.now;
    await runChores(room.deps);
    room.clock.now += MINUTE;
    room.deps.db = { ...db, batch: () => Promise.reject(new Error("overloaded")) };
    await runChores(room.deps);
    expect(await endsIn(room)).toMatchObject({
      audit: [first, "failed"],
      purge: [first, "failed"],
      chores: [room.clock.now, "done"],
    });
  });

  test("of one that never came to its end is no moment", async () => {
    const room = await makeMailRoom();
    room.deps.db = { ...room.deps.db, batch: () => Promise.reject(new Error("overloaded")) };
    await runChores(room.deps);
    expect(await endsIn(room)).toMatchObject({ audit: [0, "failed"] });
  });
});

/** Whether a query takes jobs of the outbox. */
function isTake(query: unknown): boolean {
  return JSON.stringify(query).includes("UPDATE outbox SET attempts");
}
