import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { expect, test } from "vitest";
import { CHECK_MS } from "../../src/bus/stale-streams.ts";
import { alarmOf, openStreams, rewriteStates } from "../support/bus-sockets.ts";
import { type Desk, busOf, makeDesk } from "../support/desk.ts";
import { type StreamClient, openSocket, openSse } from "../support/stream-client.ts";
import { until } from "../support/until.ts";

async function withBoth(): Promise<{ desk: Desk; socket: StreamClient; sse: StreamClient }> {
  const desk = await makeDesk();
  const [socket, sse] = [await openSocket(desk.engineer), await openSse(desk.engineer)];
  await socket.ready();
  await sse.ready();
  return { desk, socket, sse };
}

/** The object wakes from a sleep with its alarm. */
async function wakeWithAlarm(desk: Desk): Promise<void> {
  await evictDurableObject(busOf(desk));
  expect(await runDurableObjectAlarm(busOf(desk))).toBe(true);
}

async function expectArmed(desk: Desk): Promise<void> {
  const inMs = ((await alarmOf(desk)) ?? Infinity) - Date.now();
  expect(inMs).toBeGreaterThan(CHECK_MS - 10_000);
  expect(inMs).toBeLessThanOrEqual(CHECK_MS);
}

async function expectListening(desk: Desk, ...clients: StreamClient[]): Promise<void> {
  const { length } = await desk.log();
  await desk.announce();
  for (const client of clients) {
    expect(await client.events(1)).toEqual(await desk.log(length));
    client.close();
  }
}

test("without streams, and with nobody waiting for help, there is no alarm", async () => {
  const desk = await makeDesk();
  await desk.announce({ handoff: { intent: "park" } });
  await desk.tell(await desk.record(100));
  expect(await alarmOf(desk)).toBeNull();
  expect(await runDurableObjectAlarm(busOf(desk))).toBe(false);
});

test("the alarm is set while there are streams, every five minutes and no sooner, and not after the last", async () => {
  const { desk, socket, sse } = await withBoth();
  await expectArmed(desk);
  const first = await alarmOf(desk);
  const third = await openSocket(desk.engineer);
  await third.ready();
  await desk.announce({ handoff: { intent: "park" } });
  await third.events(1);
  expect(await alarmOf(desk)).toBe(first);
  expect(await runDurableObjectAlarm(busOf(desk))).toBe(true);
  await expectArmed(desk);
  await desk.announce({ handoff: { intent: "park" } });
  expect(await third.events(1)).toEqual(await desk.log(1));
  for (const client of [socket, sse, third]) client.close();
  await until(async () => (await openStreams(desk)) === 0);
  await runDurableObjectAlarm(busOf(desk));
  expect(await alarmOf(desk)).toBeNull();
});

test("presence that rings in between puts no look at the sockets off", async () => {
  const { desk, socket, sse } = await withBoth();
  await wakeWithAlarm(desk);
  const check = await alarmOf(desk);
  const connection_id = await connectionOf(desk);
  for (const at of ["a-card", null, "a-card"]) {
    await busOf(desk).view(connection_id, desk.engineer.id, at);
  }
  // The second word about the card has to wait for the alarm.
  expect(await alarmOf(desk)).toBeLessThan(check ?? 0);
  for (let told = 0; told < 2; told++) expect((await socket.next()).event).toBe("presence");
  await until(async () => (await alarmOf(desk)) === check);
  for (const client of [socket, sse]) client.close();
});

test("streams whose time is up, and half a minute more, are ended with 1012 for their clients to come back", async () => {
  const { desk, socket, sse } = await withBoth();
  const fresh = await withNewcomer(desk, async () => {
    for (const transport of ["ws", "sse"] as const) {
      await rewriteStates(desk, transport, (state) => ({ ...state, expires_at: Date.now() - 30_001 }));
    }
  });
  await wakeWithAlarm(desk);
  expect([await socket.ended, await sse.ended]).toEqual([1012, 0]);
  await expectArmed(desk);
  await expectListening(desk, fresh);
});

test("streams whose time was up only now are left to their clients", async () => {
  const { desk, socket, sse } = await withBoth();
  for (const transport of ["ws", "sse"] as const) {
    await rewriteStates(desk, transport, (state) => ({ ...state, expires_at: Date.now() - 5_000 }));
  }
  await wakeWithAlarm(desk);
  await expectListening(desk, socket, sse);
});

test("a WebSocket that has been silent for three pings is ended; SSE streams are watched by the Worker", async () => {
  const { desk, socket, sse } = await withBoth();
  for (const transport of ["ws", "sse"] as const) {
    await rewriteStates(desk, transport, (state) => ({ ...state, opened_at: Date.now() - 75_001 }));
  }
  await wakeWithAlarm(desk);
  expect(await socket.ended).toBe(1012);
  await expectListening(desk, sse);
});

test("a WebSocket that says ping stays, however long it has been open", async () => {
  const { desk, socket, sse } = await withBoth();
  socket.send("ping");
  expect((await socket.next()).event).toBe("pong");
  await rewriteStates(desk, "ws", (state) => ({ ...state, opened_at: Date.now() - 500_000 }));
  await wakeWithAlarm(desk);
  await expectArmed(desk);
  await expectListening(desk, socket, sse);
});

test("whoever looked at a card on a stream that the alarm ends is gone from it", async () => {
  const { desk, socket, sse } = await withBoth();
  const { handoff } = await desk.announce();
  const person = { id: desk.engineer.id, name: "Priya" };
  await rewriteStates(desk, "ws", (state) => ({ ...state, viewing: handoff.id, opened_at: 0 }));
  await evictDurableObject(busOf(desk));
  expect(await busOf(desk).viewers()).toEqual([{ handoff_id: handoff.id, viewers: [person] }]);
  await runDurableObjectAlarm(busOf(desk));
  expect(await socket.ended).toBe(1012);
  await sse.events(1);
  expect((await sse.next()).data).toEqual({ handoff_id: handoff.id, viewers: [] });
  expect(await busOf(desk).viewers()).toEqual([]);
  sse.close();
});

test("an alarm that fails is set again, and the streams go on", async () => {
  const { desk, socket, sse } = await withBoth();
  const states: object[] = [];
  await rewriteStates(desk, "ws", (state) => {
    states.push(state);
    return null;
  });
  await evictDurableObject(busOf(desk));
  await expect(runDurableObjectAlarm(busOf(desk))).rejects.toThrow();
  await expectArmed(desk);
  await rewriteStates(desk, "ws", () => states[0] ?? null);
  await wakeWithAlarm(desk);
  await expectArmed(desk);
  await expectListening(desk, socket, sse);
});

/** Somebody who joins after something was done to those who are there. */
async function withNewcomer(desk: Desk, done: () => Promise<void>): Promise<StreamClient> {
  await done();
  const client = await openSocket(await desk.account.member("admin"));
  await client.ready();
  return client;
}

/** The connection of the one WebSocket. */
async function connectionOf(desk: Desk): Promise<string> {
  const ids: string[] = [];
  await rewriteStates(desk, "ws", (state) => {
    ids.push(state.connection_id);
    return state;
  });
  return ids[0] ?? "";
}
