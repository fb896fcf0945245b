import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import type { HandedOff } from "../../src/contract/handoff.ts";
import { runChores } from "../../src/scheduled/run-chores.ts";
import { ORIGIN, json } from "../support/call.ts";
import { type MailRoom, makeMailRoom } from "../support/mail-room.ts";
import { openSocket } from "../support/stream-client.ts";
import { workerWith } from "../support/worker-with.ts";
import { settlePromises } from "../support/settle-promises.ts";

beforeEach(settlePromises);

const deadQueue = { JOBS: { sendBatch: () => Promise.reject(new Error("the queue is away")) } };
const deadBus = {
  ACCOUNT_BUS: {
    idFromName: (name: string) => env.ACCOUNT_BUS.idFromName(name),
    get: () => ({ poke: () => Promise.reject(new Error("the object is away")) }),
  },
};

/** Escalates over HTTP in a Worker with these bindings. */
async function escalate(room: MailRoom, replaced: object): Promise<HandedOff> {
  const { token } = room.desk.engineer;
  const session = await json<{ id: string }>(201, "POST", "/api/v1/ai-sessions", { token, body: {} });
  const request = new Request(`${ORIGIN}/api/v1/ai-sessions/${session.id}/handoff`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ intent: "escalate" }),
  });
  const response = await workerWith(replaced, request);
  expect(response.status).toBe(201);
  return response.json();
}

test.each([
  ["the queue", deadQueue],
  ["the bus", { ...deadBus, ...deadQueue }],
])(
  "an escalation stands although %s is dead, and the minute's chores keep its promises",
  async (_, replaced) => {
    const room = await makeMailRoom();
    const client = await openSocket(room.desk.engineer);
    await client.ready();
    const handoff = await escalate(room, replaced);
    expect(handoff.will_notify).toMatchObject([{ name: "Sam", channel: "email" }]);
    expect(await room.ledger(handoff.id)).toMatchObject([{ status: "pending", attempts: 0 }]);

    room.clock.now = Date.now();
    await runChores(room.deps);
    expect(await room.ledger(handoff.id)).toMatchObject([{ status: "sent", attempts: 1 }]);
    const own = room.postmark.arrived.filter(({ Metadata }) => Metadata["handoff_id"] === handoff.id);
    expect(own).toHaveLength(1);
    const events = await client.events(3);
    expect(events.map(({ type }) => type)).toEqual([
      "handoff_created",
      "delivery_changed",
      "handoff_updated",
    ]);
    expect(events).toEqual(await room.desk.log());
    client.close();
  },
);

test("an escalation stands although the mail service is dead, and the mail goes out when it is back", async () => {
  const room = await makeMailRoom();
  room.postmark.behave = () => Promise.reject(new TypeError("connection refused"));
  const handoff = await escalate(room, deadQueue);
  room.clock.now = Date.now();
  await runChores(room.deps);
  expect(await room.ledger(handoff.id)).toMatchObject([{ status: "pending", attempts: 1 }]);
  room.postmark.behave = (arrive) => arrive();
  room.clock.now += 60_000;
  await runChores(room.deps);
  expect(await room.ledger(handoff.id)).toMatchObject([{ status: "sent", attempts: 2 }]);
});
