import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { json } from "../support/call.ts";
import { busOf, makeDesk } from "../support/desk.ts";
import { openSocket, openSse } from "../support/stream-client.ts";
import { until } from "../support/until.ts";

const API = "/api/v1/ai-sessions";

test("fifty escalations at once reach five clients, each with an unbroken sequence", async () => {
  const desk = await makeDesk();
  const { token } = desk.engineer;
  const opens = [openSse, openSocket, openSse, openSocket, openSse];
  const clients = await Promise.all(opens.map((open) => open({ token })));
  for (const client of clients) await client.ready();
  const sessions = await Promise.all(
    Array.from({ length: 50 }, () => json<{ id: string }>(201, "POST", API, { token, body: {} })),
  );
  const handoffs = await Promise.all(
    sessions.map(({ id }) =>
      json<{ id: string }>(201, "POST", `${API}/${id}/handoff`, { token, body: { intent: "escalate" } }),
    ),
  );
  for (const client of clients) {
    const created: (string | null)[] = [];
    for (let seq = 1; created.length < 50; seq++) {
      const [event] = await client.events(1);
      expect(event?.seq).toBe(seq);
      if (event?.type === "handoff_created") created.push(event.handoff_id);
    }
    expect(created.toSorted()).toEqual(handoffs.map(({ id }) => id).toSorted());
    client.close();
  }
});

test("clients that leave, once or twice, disturb nobody", async () => {
  const desk = await makeDesk();
  const { token } = desk.engineer;
  const staying = [await openSse({ token }), await openSocket({ token })];
  const leaving = [await openSse({ token }), await openSocket({ token }), await openSocket({ token })];
  for (const client of [...staying, ...leaving]) await client.ready();
  for (const client of leaving) client.close();
  for (const client of leaving) client.close();
  await desk.announce();
  for (const client of leaving) client.close();
  await desk.announce();
  for (const client of staying) expect(await client.events(2)).toEqual(await desk.log());
  const left = () => runInDurableObject(busOf(desk), (_, state) => state.getWebSockets().length);
  await until(async () => (await left()) === staying.length);
  for (const client of staying) client.close();
  await until(async () => (await left()) === 0);
  expect(await desk.tell((await desk.handOff()).committed)).toBe(3);
});

test.each([
  ["an unknown word", "hello"],
  ["an acknowledgement without a number", "ack:"],
  ["JSON", '{"event":"handoff_created"}'],
  ["bytes", new Uint8Array([1, 2, 3]).buffer],
  ["a long text", "x".repeat(100_000)],
])("a client that sends %s is put out with 1008, the others hear on", async (_, garbage) => {
  const desk = await makeDesk();
  const others = [await openSse(desk.engineer), await openSocket(desk.engineer)];
  const rude = await openSocket(desk.engineer);
  for (const client of [...others, rude]) await client.ready();
  rude.send(garbage);
  expect(await rude.ended).toBe(1008);
  await desk.announce();
  for (const client of others) {
    expect(await client.events(1)).toEqual(await desk.log());
    client.close();
  }
});

test("a client's ping is answered and its acknowledgements are welcome", async () => {
  const desk = await makeDesk();
  const client = await openSocket(desk.engineer);
  await client.ready();
  client.send("ping");
  expect((await client.next()).event).toBe("pong");
  await desk.announce();
  await client.events(1);
  client.send("ack:1");
  client.send("ping");
  expect((await client.next()).event).toBe("pong");
  await desk.announce();
  expect(await client.events(1)).toEqual(await desk.log(1));
  client.close();
});
