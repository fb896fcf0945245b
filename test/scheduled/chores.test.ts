import { createScheduledController, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { accountBus } from "../../src/bus/poke-bus.ts";
import { runChores } from "../../src/scheduled/run-chores.ts";
import worker from "../../src/worker.ts";
import { busOf, makeDesk } from "../support/desk.ts";
import { makeMailRoom } from "../support/mail-room.ts";
import { jobRow } from "../support/job-row.ts";
import { settlePromises } from "../support/settle-promises.ts";
import { envWith } from "../support/worker-with.ts";

const DAY = 24 * 60 * 60 * 1000;

beforeEach(settlePromises);

test("promises that nobody was nudged about are kept: mails and jobs", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  const { handoff, committed } = await room.escalate();
  const [job = ""] = committed.jobs;
  room.clock.now += 60_000;
  await runChores(room.deps);
  expect((await room.ledger(handoff.id)).map(({ status }) => status)).toEqual(["sent", "sent"]);
  expect(await jobRow(job)).toMatchObject({ status: "done" });
  const log = (await room.desk.log()).length;
  await runChores(room.deps);
  expect((await room.desk.log()).length).toBe(log);
});

test("a backlog of more than one round is kept in the same minute", async () => {
  const room = await makeMailRoom(Array.from({ length: 30 }, (_, index) => `Colleague ${index}`));
  const handoffs = [];
  const handoff = { priority: "critical" as const };
  for (let i = 0; i < 18; i++) handoffs.push((await room.escalate({ handoff })).handoff.id);
  await runChores(room.deps);
  const rows = (await Promise.all(handoffs.map(room.ledger))).flat();
  expect(rows.length).toBe(540);
  expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(["sent"]));
  const own = room.postmark.arrived.filter(({ Metadata }) => Metadata["account_id"] === room.desk.account.id);
  expect(own.length).toBe(540);
});

test("only buses whose log grew past what they confirmed are told", async () => {
  const [behind, level, silent] = [await makeDesk(), await makeDesk(), await makeDesk()];
  const room = await makeMailRoom();
  await level.announce({ handoff: { intent: "park" } });
  await runChores(room.deps);
  await behind.record(3);
  const told: string[] = [];
  room.deps.env = envWith({
    ACCOUNT_BUS: {
      idFromName: (name: string) => env.ACCOUNT_BUS.idFromName(name),
      get: (id: DurableObjectId) => {
        told.push(id.toString());
        return env.ACCOUNT_BUS.get(id);
      },
    },
  });
  await runChores(room.deps);
  expect(told).toContain(busOf(behind).id.toString());
  for (const desk of [level, silent]) expect(told).not.toContain(busOf(desk).id.toString());
  const confirmed = await env.DB.prepare("SELECT bus_seq FROM accounts WHERE id = ?")
    .bind(behind.account.id)
    .first("bus_seq");
  expect(confirmed).toBe(3);
  const cursor = await runInDurableObject(busOf(behind), (_, { storage }) =>
    storage.sql.exec("SELECT cursor FROM log").one(),
  );
  expect(cursor).toEqual({ cursor: 3 });
});

test("a bus that does not answer keeps no other account waiting", async () => {
  const room = await makeMailRoom();
  await runChores(room.deps);
  const [dead, ...alive] = [await makeDesk(), await makeDesk(), await makeDesk()];
  for (const desk of [dead, ...alive]) await desk.record(1);
  const deadId = accountBus(env, dead.account.id).id;
  room.deps.env = envWith({
    ACCOUNT_BUS: {
      idFromName: (name: string) => env.ACCOUNT_BUS.idFromName(name),
      get: (id: DurableObjectId) => {
        if (!id.equals(deadId)) return env.ACCOUNT_BUS.get(id);
        return { poke: () => Promise.reject(new Error("the object is away")) };
      },
    },
  });
  await runChores(room.deps);
  const confirmed = async (id: string) =>
    env.DB.prepare("SELECT bus_seq FROM accounts WHERE id = ?").bind(id).first("bus_seq");
  expect(await Promise.all([dead, ...alive].map(({ account }) => confirmed(account.id)))).toEqual([0, 1, 1]);
  room.deps.env = envWith({});
  await runChores(room.deps);
  expect(await confirmed(dead.account.id)).toBe(1);
});

test("what has run out is let go of, and nothing else", async () => {
  const room = await makeMailRoom();
  const { id: account_id } = room.desk.account;
  const now = room.clock.now;
  const job = (id: string, status: string, created_at: number) =>
    env.DB.prepare(
      "INSERT INTO outbox (id, account_id, kind, status, next_attempt_at, created_at) VALUES (?, ?, 'send_mail', ?, ?, ?)",
    ).bind(`${account_id}-${id}`, account_id, status, now + DAY, created_at);
  const key = (name: string, created_at: number) =>
    env.DB.prepare(
      "INSERT INTO idempotency_keys (caller, operation, key, body_hash, status, answer, created_at) VALUES (?, 'o', ?, '', 200, '', ?)",
    ).bind(account_id, name, created_at);
  const login = (id: string, expires_at: number) =>
    env.DB.prepare("UPDATE logins SET expires_at = ? WHERE id = ?").bind(expires_at, id);
  const [gone, stays] = [
    await room.desk.account.member("engineer"),
    await room.desk.account.member("engineer"),
  ];
  await env.DB.batch([
    job("done-long-ago", "done", now - 7 * DAY),
    job("failed-long-ago", "failed", now - 8 * DAY),
    job("done-lately", "done", now - 7 * DAY + 1),
    job("waiting", "pending", now - 9 * DAY),
    key("old", now - DAY),
    key("young", now - DAY + 1),
    login(gone.login_id, now),
    login(stays.login_id, now + 1),
  ]);
  await runChores(room.deps);
  const left = async (query: string) => (await env.DB.prepare(query).bind(account_id).raw()).flat();
  expect(
    await left("SELECT replace(id, account_id || '-', '') FROM outbox WHERE account_id = ? ORDER BY id"),
  ).toEqual(["done-lately", "waiting"]);
  expect(await left("SELECT key FROM idempotency_keys WHERE caller = ?")).toEqual(["young"]);
  const logins = await left("SELECT id FROM logins WHERE active_account_id = ?");
  expect(logins).toContain(stays.login_id);
  expect(logins).not.toContain(gone.login_id);
});

test("one chore that fails does not keep the others from running", async () => {
  const room = await makeMailRoom();
  const { committed } = await room.escalate();
  const [job = ""] = committed.jobs;
  const { db } = room.deps;
  let calls = 0;
  room.deps.db = {
    ...db,
    all: (query) => (calls++ === 0 ? Promise.reject(new Error("overloaded")) : db.all(query)),
  };
  await runChores(room.deps);
  expect(await jobRow(job)).toMatchObject({ status: "done" });
});

test("the minute's trigger runs them", async () => {
  const desk = await makeDesk();
  await desk.record(2);
  await worker.scheduled(createScheduledController(), env);
  const row = await env.DB.prepare("SELECT bus_seq FROM accounts WHERE id = ?")
    .bind(desk.account.id)
    .first("bus_seq");
  expect(row).toBe(2);
});
