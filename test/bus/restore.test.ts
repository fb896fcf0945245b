import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { confirmBus } from "../../src/domain/events/bus-lag.ts";
import { workerDeps } from "../../src/queue/worker-deps.ts";
import { runChores } from "../../src/scheduled/run-chores.ts";
import { type Desk, busOf, makeDesk } from "../support/desk.ts";
import { giveEpoch, restoreRows } from "../support/restore.ts";
import { settlePromises } from "../support/settle-promises.ts";
import { watchedDatabase } from "../support/watched-database.ts";
import { envWith } from "../support/worker-with.ts";
import { type Open, openSocket, openSse } from "../support/stream-client.ts";

const transports: [string, Open][] = [
  ["SSE", openSse],
  ["a WebSocket", openSocket],
];

/** The database is what it was after event `seq`; the runbook then gives every log another epoch. */
async function restore(desk: Desk, seq: number): Promise<void> {
  await restoreRows(desk, seq);
  await giveEpoch(desk);
}

test.each(transports)("a restored log resets a stream over %s once, and it goes on", async (_, open) => {
  const desk = await makeDesk();
  await desk.tell(await desk.record(5));
  const client = await open(desk.engineer);
  await client.ready();
  const before = await desk.position(5);
  await restore(desk, 2);
  const position = await desk.position(2);
  expect(position).not.toBe(before.replace(/\.5$/, ".2"));
  await desk.announce();
  expect(await client.reset()).toEqual({ reason: "epoch", position, id: position });
  expect(await client.events(1)).toEqual(await desk.log(2));
  client.close();

  const late = await open({ token: desk.engineer.token, last: before });
  expect((await late.ready()).resumed_from).toBeNull();
  expect(await late.reset()).toMatchObject({ reason: "epoch", id: await desk.position(3) });
  late.close();
  const back = await open({ token: desk.engineer.token, last: await desk.position(2) });
  expect((await back.ready()).resumed_from).toBe(position);
  expect(await back.events(1)).toEqual(await desk.log(2));
  back.close();
});

test("whoever still speaks of the time before the restore changes nothing", async () => {
  const desk = await makeDesk();
  await desk.tell(await desk.record(5));
  const clients = [await openSse(desk.engineer), await openSocket(desk.engineer)];
  for (const client of clients) await client.ready();
  const lateNudge = (await desk.handOff()).committed;
  await restore(desk, 2);
  await desk.announce();
  for (const client of clients) {
    expect((await client.reset()).reason).toBe("epoch");
    expect(await client.events(1)).toEqual(await desk.log(2));
  }
  expect(await desk.tell(lateNudge)).toBe(3);
  expect(await desk.tell(lateNudge)).toBe(3);
  const { events, log } = lateNudge;
  const bare = { account_id: desk.account.id, epoch: log?.epoch ?? "", last_seq: 40, events: [] };
  expect(await busOf(desk).poke(bare)).toBe(3);
  expect(events.map(({ seq }) => seq)).toEqual([6]);
  await desk.announce();
  for (const client of clients) {
    expect(await client.events(1)).toEqual(await desk.log(3));
    client.close();
  }
});

test("what a late nudge still told of the time before is taken back by the reset that follows", async () => {
  const desk = await makeDesk();
  await desk.tell(await desk.record(5));
  const client = await openSse(desk.engineer);
  await client.ready();
  const lateNudge = (await desk.handOff()).committed;
  await restore(desk, 2);
  expect(await desk.tell(lateNudge)).toBe(6);
  expect(await client.events(1)).toEqual(lateNudge.events);
  const { committed } = await desk.handOff();
  expect(await desk.tell(committed)).toBe(3);
  const position = await desk.position(2);
  expect(await client.reset()).toEqual({ reason: "epoch", position, id: position });
  expect(await client.events(1)).toEqual(committed.events);
  client.close();
});

test("a stream that is opened after the restore tells those who are there", async () => {
  const desk = await makeDesk();
  await desk.tell(await desk.record(5));
  const client = await openSocket(desk.engineer);
  await client.ready();
  await restore(desk, 2);
  const fresh = await openSse(desk.engineer);
  expect((await fresh.ready()).position).toBe(await desk.position(2));
  expect(await client.reset()).toMatchObject({ reason: "epoch", id: await desk.position(2) });
  await desk.announce();
  for (const one of [client, fresh]) {
    expect(await one.events(1)).toEqual(await desk.log(2));
    one.close();
  }
});

test("what was read of the log before the restore and answered only after it is told to nobody", async () => {
  const desk = await makeDesk();
  await desk.tell(await desk.record(1));
  const client = await openSocket(desk.engineer);
  await client.ready();
  await desk.record(4);
  const [epoch = ""] = (await desk.position(0)).split(".");
  const poke = { account_id: desk.account.id, epoch, last_seq: 5, events: [] };
  await runInDurableObject(busOf(desk), async (instance) => {
    const DB = watchedDatabase(env.DB, async () => {
      await restore(desk, 3);
      const [now = ""] = (await desk.position(0)).split(".");
      await instance.poke({ ...poke, epoch: now, last_seq: 3 });
    });
    Object.assign(instance, { env: envWith({ DB }) });
    expect(await instance.poke(poke)).toBe(3);
  });
  expect(await client.reset()).toMatchObject({ reason: "epoch", id: await desk.position(3) });
  await desk.announce();
  expect(await client.events(1)).toEqual(await desk.log(3));
  client.close();
});

test("an acknowledgement that was on its way during the restore is no abuse", async () => {
  const desk = await makeDesk();
  const client = await openSocket({ token: desk.engineer.token, silent: true });
  await client.ready();
  await desk.tell(await desk.record(40));
  await client.events(40);
  await restore(desk, 2);
  await desk.announce();
  await client.reset();
  client.send("ack:32");
  client.send("ack:40");
  expect(await client.events(1)).toEqual(await desk.log(2));
  client.send("ack:3");
  await desk.tell(await desk.record(64));
  expect(await client.events(64)).toEqual(await desk.log(3));
  client.send("ack:68");
  expect(await client.ended).toBe(1008);
});

/** What the chores know of how far the bus is. */
const confirmed = ({ account }: Desk) =>
  env.DB.prepare("SELECT bus_seq FROM accounts WHERE id = ?").bind(account.id).first<number>("bus_seq");

test("chores that run between the two steps of the runbook confirm nothing of the time before", async () => {
  await settlePromises();
  const desk = await makeDesk();
  await desk.tell(await desk.record(10));
  const client = await openSocket(desk.engineer);
  await client.ready();
  await restoreRows(desk, 8);
  // The bus still knows ten events of the log that is gone.
  await runChores(workerDeps(env));
  expect(await confirmed(desk)).toBe(0);
  await giveEpoch(desk);

  await runChores(workerDeps(env));
  expect(await client.reset()).toMatchObject({ reason: "epoch", id: await desk.position(8) });
  expect(await confirmed(desk)).toBe(8);
  await desk.record(2);
  await runChores(workerDeps(env));
  expect(await client.events(2)).toEqual(await desk.log(8));
  expect(await confirmed(desk)).toBe(10);
  client.close();
});

test("a bus that had confirmed as much as the restored log holds is told of the new epoch nevertheless", async () => {
  await settlePromises();
  const desk = await makeDesk();
  await desk.tell(await desk.record(10));
  const client = await openSse(desk.engineer);
  await client.ready();
  await runChores(workerDeps(env));
  expect(await confirmed(desk)).toBe(10);
  await restoreRows(desk, 8);
  await giveEpoch(desk);
  await runChores(workerDeps(env));
  expect(await client.reset()).toMatchObject({ reason: "epoch", id: await desk.position(8) });
  client.close();
});

test("what the bus says of one epoch is not written down for another", async () => {
  const desk = await makeDesk();
  await desk.record(3);
  const [epoch = ""] = (await desk.position(0)).split(".");
  const { id, db } = desk.account;
  await confirmBus(db, { id, epoch: "before" }, 2);
  await confirmBus(db, { id, epoch }, 4);
  expect(await confirmed(desk)).toBe(0);
  await confirmBus(db, { id, epoch }, 3);
  await confirmBus(db, { id, epoch }, 2);
  expect(await confirmed(desk)).toBe(3);
});
