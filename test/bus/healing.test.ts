import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { runChores } from "../../src/scheduled/run-chores.ts";
import { workerDeps } from "../../src/queue/worker-deps.ts";
import { type Desk, busOf, makeDesk } from "../support/desk.ts";
import { watchedDatabase } from "../support/watched-database.ts";
import { envWith } from "../support/worker-with.ts";
import { type StreamClient, openSocket, openSse } from "../support/stream-client.ts";
import { settlePromises } from "../support/settle-promises.ts";

/** A desk with one client of each kind, who have both heard the first event. */
async function listening(): Promise<{ desk: Desk; clients: StreamClient[] }> {
  const desk = await makeDesk();
  const clients = [await openSse(desk.engineer), await openSocket(desk.engineer)];
  for (const client of clients) await client.ready();
  await desk.announce();
  for (const client of clients) await client.events(1);
  return { desk, clients };
}

/** Each client hears this part of the log and then, as proof that nothing is between, the next event. */
async function expectHeard(desk: Desk, clients: readonly StreamClient[], after: number): Promise<void> {
  const missed = await desk.log(after);
  const { committed } = await desk.announce();
  for (const client of clients) {
    expect(await client.events(missed.length + 1)).toEqual([...missed, ...committed.events]);
    client.close();
  }
}

test("a lost nudge is healed by the next one", async () => {
  const { desk, clients } = await listening();
  await desk.handOff();
  await desk.handOff();
  await desk.announce();
  await expectHeard(desk, clients, 1);
});

test("a lost nudge is healed by the minute's chores", async () => {
  await settlePromises();
  const { desk, clients } = await listening();
  await desk.record(1);
  await runChores(workerDeps(env));
  for (const client of clients) expect(await client.events(1)).toEqual((await desk.log(1)).slice(0, 1));
  for (const client of clients) client.close();
});

test("a lost nudge is healed by a client that comes back, for all who are there", async () => {
  const { desk, clients } = await listening();
  await desk.handOff();
  const back = await openSse({ token: desk.engineer.token, last: await desk.position(1) });
  await back.ready();
  for (const client of [back, ...clients]) expect(await client.events(1)).toEqual(await desk.log(1));
  await expectHeard(desk, [back, ...clients], 2);
});

test("a nudge that comes twice tells each event once", async () => {
  const { desk, clients } = await listening();
  const { committed } = await desk.handOff();
  expect(await Promise.all([desk.tell(committed), desk.tell(committed)])).toEqual([2, 2]);
  expect(await desk.tell(committed)).toBe(2);
  await expectHeard(desk, clients, 1);
});

test("nudges that come out of order tell the events in order", async () => {
  const { desk, clients } = await listening();
  const second = await desk.handOff();
  const third = await desk.handOff();
  const fourth = await desk.handOff();
  // The first to come has a hole before it: the object reads the log, and is ahead of the others.
  for (const { committed } of [third, second, fourth]) expect(await desk.tell(committed)).toBe(4);
  await expectHeard(desk, clients, 1);
});

test("rows in the wrong order or with a hole between them are not believed", async () => {
  const { desk, clients } = await listening();
  await desk.record(4);
  const epoch = (await desk.position(0)).split(".")[0] ?? "";
  const rows = await desk.log(1);
  const events = [rows[3], rows[0], rows[2]].filter((event) => event !== undefined);
  const poke = { account_id: desk.account.id, epoch, last_seq: 5 };
  expect(await busOf(desk).poke({ ...poke, events: events.toSorted((a, b) => a.seq - b.seq) })).toBe(5);
  expect(await busOf(desk).poke({ ...poke, events })).toBe(5);
  await expectHeard(desk, clients, 1);
});

test("a nudge without rows makes the object read what it lacks, up to as much as is ever told", async () => {
  const { desk, clients } = await listening();
  await desk.record(500);
  const epoch = (await desk.position(0)).split(".")[0] ?? "";
  const poke = { account_id: desk.account.id, epoch, last_seq: 501, events: [] };
  expect(await busOf(desk).poke(poke)).toBe(501);
  await expectHeard(desk, clients, 1);
});

test("a log that grew by more than is ever told is gone on with from its end", async () => {
  const { desk, clients } = await listening();
  await desk.record(1_234);
  const epoch = (await desk.position(0)).split(".")[0] ?? "";
  // It says less than there is by now.
  const poke = { account_id: desk.account.id, epoch, last_seq: 2, events: [] };
  expect(await busOf(desk).poke(poke)).toBe(1_235);
  for (const client of clients) {
    expect(await client.reset()).toMatchObject({ reason: "too_far", id: await desk.position(1_235) });
  }
  await expectHeard(desk, clients, 1_235);
});

test("what is committed while the object reads is read once more, and no nudge is answered too early", async () => {
  const { desk, clients } = await listening();
  await desk.record(1);
  const epoch = (await desk.position(0)).split(".")[0] ?? "";
  const poke = (last_seq: number) => ({ account_id: desk.account.id, epoch, last_seq, events: [] });
  const late = Promise.withResolvers<number>();
  await runInDurableObject(busOf(desk), async (instance) => {
    // Once, between the read and its answer: another commit, and the nudge about it.
    const DB = watchedDatabase(env.DB, async () => {
      await desk.record(1);
      instance.poke(poke(3)).then(late.resolve, late.reject);
    });
    Object.assign(instance, { env: envWith({ DB }) });
    expect(await instance.poke(poke(2))).toBeGreaterThanOrEqual(2);
    expect(await late.promise).toBe(3);
  });
  await expectHeard(desk, clients, 1);
});
