import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { json } from "../support/call.ts";
import { makeDesk } from "../support/desk.ts";
import { type Open, openSocket, openSse, readSse, streamRequest } from "../support/stream-client.ts";

const transports: [string, Open][] = [
  ["SSE", openSse],
  ["a WebSocket", openSocket],
];

test.each(transports)(
  "over %s a stream begins with ready, with exactly its fields and no id",
  async (_, open) => {
    const desk = await makeDesk();
    const client = await open({ token: desk.engineer.token });
    const { event, id, data } = await client.next();
    expect({ event, id }).toEqual({ event: "ready", id: null });
    expect(data).toEqual({
      account_id: desk.account.id,
      position: await desk.position(0),
      resumed_from: null,
      connection_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      server_time: expect.stringMatching(/Z$/),
    });
    client.close();
  },
);

test.each(transports)(
  "an escalation reaches an open stream over %s as the contract writes it",
  async (_, open) => {
    const desk = await makeDesk();
    const senior = await desk.account.member("admin", "Adam");
    const client = await open({ token: senior.token });
    await client.ready();
    const session = await json<{ id: string }>(201, "POST", "/api/v1/ai-sessions", {
      token: desk.engineer.token,
      body: { problem_summary: "VPN drops", problem_domain: "network", customer: "Contoso" },
    });
    const handoff = await json<{ id: string; created_at: string }>(
      201,
      "POST",
      `/api/v1/ai-sessions/${session.id}/handoff`,
      {
        token: desk.engineer.token,
        body: { intent: "escalate", priority: "high" },
      },
    );
    const person = { id: desk.engineer.id, name: "Priya" };
    expect(await client.next()).toEqual({
      event: "handoff_created",
      id: await desk.position(1),
      data: {
        type: "handoff_created",
        seq: 1,
        handoff_id: handoff.id,
        session_id: session.id,
        team_id: null,
        version: 1,
        status: "open",
        actor: { kind: "member", ...person },
        created_at: handoff.created_at,
        intent: "escalate",
        priority: "high",
        engineer_notes: "",
        problem_summary: "VPN drops",
        problem_domain: "network",
        customer: "Contoso",
        device: null,
        handed_off_by: person,
      },
    });
    client.close();
  },
);

test("the first bytes of an SSE stream and every event after them are written as the contract writes them", async () => {
  const desk = await makeDesk();
  const response = await exports.default.fetch(streamRequest(desk.engineer));
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "text/event-stream",
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
  });
  const client = readSse(response);
  await client.ready();
  await desk.announce();
  await client.events(1);
  const [event] = await desk.log();
  expect(client.raw).toEqual([
    expect.stringMatching(/^retry: 1000\nevent: ready\ndata: \{"account_id":.*\}$/),
    `id: ${await desk.position(1)}\nevent: handoff_created\ndata: ${JSON.stringify(event)}`,
  ]);
  client.close();
});

test("a WebSocket carries the same event as one JSON text", async () => {
  const desk = await makeDesk();
  const client = await openSocket(desk.engineer);
  await client.ready();
  await desk.announce();
  await client.events(1);
  const [event] = await desk.log();
  expect(client.raw[1]).toBe(
    `{"event":"handoff_created","id":"${await desk.position(1)}","data":${JSON.stringify(event)}}`,
  );
  client.close();
});

test("a parked session is a quiet event, so that the sequence has no hole", async () => {
  const desk = await makeDesk();
  const client = await openSse(desk.engineer);
  await client.ready();
  await desk.announce();
  const parked = await desk.announce({ handoff: { intent: "park", engineer_notes: "Waiting for a part" } });
  await desk.announce();
  const events = await client.events(3);
  expect(events.map(({ seq, type }) => [seq, type])).toEqual([
    [1, "handoff_created"],
    [2, "handoff_parked"],
    [3, "handoff_created"],
  ]);
  expect(events[1]).toMatchObject({
    handoff_id: parked.handoff.id,
    intent: "park",
    status: "open",
    engineer_notes: "Waiting for a part",
  });
  client.close();
});
