import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { accountBus, pokeBus } from "../../src/bus/poke-bus.ts";
import { busOf, makeDesk } from "../support/desk.ts";
import { type Open, openSocket, openSse } from "../support/stream-client.ts";

const transports: [string, Open][] = [
  ["SSE", openSse],
  ["a WebSocket", openSocket],
];

test.each(transports)("another account hears nothing over %s", async (_, open) => {
  const [desk, foreign] = [await makeDesk(), await makeDesk()];
  const client = await open(foreign.engineer);
  await client.ready();
  await desk.announce();
  const own = await foreign.announce();
  const [heard] = await client.events(1);
  expect(heard).toMatchObject({ seq: 1, handoff_id: own.handoff.id });
  client.close();
});

test("an account's id in another notation is the same bus", async () => {
  const desk = await makeDesk();
  const client = await openSocket(desk.engineer);
  await client.ready();
  const { committed } = await desk.handOff();
  const shouted = desk.account.id.toUpperCase();
  expect(shouted).not.toBe(desk.account.id);
  expect(accountBus(env, shouted).id.equals(busOf(desk).id)).toBe(true);
  expect(await pokeBus(env, shouted, committed)).toBe(1);
  expect(await client.events(1)).toEqual(committed.events);
  client.close();
});

test("a nudge is fine when nobody listens", async () => {
  const desk = await makeDesk();
  const { committed } = await desk.handOff();
  expect(await desk.tell(committed)).toBe(1);
});
