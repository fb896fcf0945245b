import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { Broadcast } from "../../src/bus/broadcast.ts";
import { Presence } from "../../src/bus/presence.ts";
import { alarmOf } from "../support/bus-sockets.ts";
import { call } from "../support/call.ts";
import { busOf, makeDesk } from "../support/desk.ts";
import { openSocket } from "../support/stream-client.ts";

const PRESENCE = "/api/v1/ai-sessions/escalations/presence";
const nobody = (handoff_id: string) => ({ event: "presence", id: null, data: { handoff_id, viewers: [] } });

test("a card is told of at most once a second, each card for itself", async () => {
  const desk = await makeDesk();
  const client = await openSocket(desk.engineer);
  await client.ready();
  await runInDurableObject(busOf(desk), (_, state) => {
    const presence = new Presence(state, new Broadcast(state, () => undefined));
    expect(presence.flush(0)).toBeNull();
    expect(presence.changed("a", 1_000)).toBeNull();
    expect(presence.changed("a", 1_001)).toBe(2_000);
    expect(presence.changed("a", 1_999)).toBe(2_000);
    expect(presence.changed("b", 1_500)).toBeNull();
    expect(presence.changed("b", 1_600)).toBe(2_500);
    expect(presence.flush(1_999)).toBe(2_000);
    expect(presence.flush(2_000)).toBe(2_500);
    expect(presence.changed("a", 2_400)).toBe(3_000);
    expect(presence.flush(2_500)).toBe(3_000);
    expect(presence.flush(3_000)).toBeNull();
    expect(presence.flush(9_000)).toBeNull();
    expect(presence.changed("a", 9_000)).toBeNull();
  });
  const told = ["a", "b", "a", "b", "a", "a"];
  for (const card of told) expect(await client.next()).toEqual(nobody(card));
  await desk.announce();
  expect(await client.events(1)).toEqual(await desk.log());
  client.close();
});

test("what had to wait is told by the alarm, as it is then", async () => {
  const desk = await makeDesk();
  const { handoff } = await desk.announce();
  const client = await openSocket(desk.engineer);
  const { connection_id } = await client.ready();
  const { id, token } = desk.engineer;
  const says = (viewing: string | null) =>
    call("POST", PRESENCE, { token, body: { connection_id, viewing } });
  for (let i = 0; i < 3; i++) {
    await says(handoff.id);
    await says(null);
  }
  const due = (await alarmOf(desk)) ?? Infinity;
  expect(due - Date.now()).toBeLessThanOrEqual(1_000);
  const seen = { handoff_id: handoff.id, viewers: [{ id, name: "Priya" }] };
  expect((await client.next()).data).toEqual(seen);
  // Six changes; the second word about them is what they came to.
  expect((await client.next()).data).toEqual({ ...seen, viewers: [] });
  client.close();
});
