import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type {
  WebhookAttempt,
  WebhookSubscription,
  WebhookSubscriptionWithSecret,
} from "../../src/contract/webhook.ts";
import { replayMessages } from "../../src/domain/webhooks/replay-messages.ts";
import { MOST_SUBSCRIPTIONS } from "../../src/domain/webhooks/subscribe.ts";
import { iso } from "../../src/platform/iso.ts";
import { ORIGIN, call, json, problemOf } from "../support/call.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { makeReceiver } from "../support/receiver.ts";
import { type WebhookRoom, makeWebhookRoom } from "../support/webhook-room.ts";
import { workerWith } from "../support/worker-with.ts";

const PATH = "/api/v1/webhook-subscriptions";
const body = { url: "https://hooks.example.com/in", events: ["handoff_created", "handoff_claimed"] };

const create = async () => {
  const desk = await makeHelpDesk();
  const token = desk.olivia.token;
  const created = await json<WebhookSubscriptionWithSecret>(201, "POST", PATH, { token, body });
  return { ...desk, token, created, path: `${PATH}/${created.id}` };
};

describe("a webhook", () => {
  it("is made with a secret that is shown this once, and sealed at rest", async () => {
    const { account, token, created } = await create();
    expect(created).toEqual({
      id: created.id,
      ...body,
      description: null,
      active: true,
      disabled_at: null,
      disabled_reason: null,
      failing_since: null,
      previous_secret_until: null,
      created_at: created.created_at,
      updated_at: created.created_at,
      secret: created.secret,
    });
    expect(created.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const { secret, ...rest } = created;
    expect(await json(200, "GET", PATH, { token })).toEqual({ items: [rest], next_cursor: null });
    const rows = await account.db.all(sql`SELECT * FROM webhook_subscriptions WHERE id = ${created.id}`);
    expect(JSON.stringify(rows)).not.toContain(secret.slice(6));
  });

  it("changes, and what it is not given stays", async () => {
    const { token, path } = await create();
    const changed = await json<WebhookSubscription>(200, "PATCH", path, {
      token,
      body: { events: ["*"], description: "Reports" },
    });
    expect(changed).toMatchObject({ url: body.url, events: ["*"], description: "Reports", active: true });
    const off = await json<WebhookSubscription>(200, "PATCH", path, { token, body: { active: false } });
    expect(off).toMatchObject({ active: false, disabled_reason: null, description: "Reports" });
    expect(off.disabled_at).not.toBeNull();
    expect(await problemOf("POST", `${path}/replay`, { token, body: { event_ids: ["1"] } })).toMatchObject({
      code: "invalid_transition",
      detail: "The subscription is switched off.",
    });
    const on = await json<WebhookSubscription>(200, "PATCH", path, { token, body: { active: true } });
    expect(on).toMatchObject({ active: true, disabled_at: null });
  });

  it("gets another secret on demand, and says how long the old one goes on", async () => {
    const { token, path, created } = await create();
    const rotated = await json<WebhookSubscriptionWithSecret>(200, "POST", `${path}/rotate`, { token });
    expect(rotated.secret).not.toBe(created.secret);
    const left = Date.parse(rotated.previous_secret_until ?? "") - Date.parse(rotated.updated_at);
    expect(left).toBe(24 * 60 * 60_000);
  });

  it("goes with its log", async () => {
    const room = await makeWebhookRoom();
    await room.escalate();
    await room.send();
    const path = `${PATH}/${room.subscription.id}`;
    expect((await call("DELETE", path, { token: room.owner.token })).status).toBe(204);
    expect(await room.messages()).toEqual([]);
    expect(await problemOf("GET", `${path}/attempts`, { token: room.owner.token })).toMatchObject({
      status: 404,
      detail: "There is no such webhook subscription.",
    });
  });

  it.each([
    [{ ...body, url: "nowhere" }, "/url"],
    [{ ...body, events: [] }, "/events"],
    [{ ...body, events: ["handoff_exploded"] }, "/events/0"],
    [{ ...body, secret: "whsec_mine" }, "/secret"],
    [{ events: ["*"] }, "/url"],
  ])("%j is refused, by its pointer", async (wrong, pointer) => {
    const { olivia } = await makeHelpDesk();
    const problem = await problemOf("POST", PATH, { token: olivia.token, body: wrong });
    expect(problem).toMatchObject({ status: 422, code: "validation_failed", errors: [{ pointer }] });
  });

  it.each(["http://hooks.example.com/", "https://169.254.169.254/", "https://localhost/x", "https://[::1]/"])(
    "to %s is refused outside a demo, when it is made and when it is changed",
    async (url) => {
      const { token, path, account } = await create();
      const send = async (method: string, address: string, given: object) => {
        const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
        const init = { method, headers, body: JSON.stringify(given) };
        return workerWith({ ...env, DEMO_MODE: "off" }, new Request(`${ORIGIN}${address}`, init));
      };
      for (const response of [
        await send("POST", PATH, { ...body, url }),
        await send("PATCH", path, { url }),
      ]) {
        expect(response.status).toBe(422);
        expect(await response.json()).toMatchObject({ errors: [{ pointer: "/url" }] });
      }
      const rows = await account.db.all(
        sql`SELECT url FROM webhook_subscriptions WHERE account_id = ${account.id}`,
      );
      expect(rows).toEqual([{ url: body.url }]);
    },
  );

  it("is one of at most twenty", async () => {
    const { olivia } = await makeHelpDesk();
    const token = olivia.token;
    for (let count = 0; count < MOST_SUBSCRIPTIONS; count++) await json(201, "POST", PATH, { token, body });
    expect(await problemOf("POST", PATH, { token, body })).toMatchObject({
      status: 409,
      code: "invalid_transition",
      detail: "At most 20 webhook subscriptions.",
    });
  });

  it("is made once for one key, with the same secret in both answers", async () => {
    const { olivia, account } = await makeHelpDesk();
    const given = { token: olivia.token, body, headers: { "idempotency-key": "one" } };
    const first = await json<WebhookSubscriptionWithSecret>(201, "POST", PATH, given);
    expect(await json(201, "POST", PATH, given)).toEqual(first);
    const rows = await account.db.all(
      sql`SELECT id FROM webhook_subscriptions WHERE account_id = ${account.id}`,
    );
    expect(rows).toHaveLength(1);
  });
});

/** Three escalations, a minute apart, all taken. */
async function threeTaken(): Promise<WebhookRoom & { path: string; began: number }> {
  const room = await makeWebhookRoom(["handoff_created"]);
  const began = room.clock.now;
  for (let count = 0; count < 3; count++) {
    await room.escalate();
    room.clock.now += 60_000;
  }
  await room.send();
  return { ...room, path: `${PATH}/${room.subscription.id}`, began };
}

const seqsIn = async (room: WebhookRoom, from: number) =>
  (await room.receiver.bodies<{ data: { seq: number } }>()).slice(from).map(({ data }) => data.seq);

describe("a replay", () => {
  it("sends a range of time once more, under the same ids", async () => {
    const room = await threeTaken();
    const range = { from: iso(room.began + 60_000), to: iso(room.began + 120_000) };
    expect(await replayMessages(room.admin(), room.subscription.id, range)).toEqual({ queued: 1 });
    await room.send();
    expect(await seqsIn(room, 3)).toEqual([2]);
    const ids = (await room.receiver.received()).map(({ headers }) => headers["webhook-id"]);
    expect(ids[3]).toBe(`msg_${room.subscription.id}_2`);
    expect(ids.slice(0, 3)).toContain(ids[3]);
  });

  it("sends single events once more, by their stream's id, their number or their message's, again and again", async () => {
    const room = await threeTaken();
    const event_ids = ["k1.1", "3", `msg_${room.subscription.id}_2`];
    for (let times = 0; times < 2; times++) {
      const again = await replayMessages(room.admin(), room.subscription.id, { event_ids });
      expect(again).toEqual({ queued: 3 });
    }
    await room.send();
    expect((await seqsIn(room, 3)).toSorted()).toEqual([1, 1, 2, 2, 3, 3]);
    expect((await room.messages()).map(({ replay }) => replay)).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
  });

  it("queues nothing that the subscription does not want, or that has not happened", async () => {
    const room = await threeTaken();
    await room.desk.account.db.all(
      sql`UPDATE webhook_subscriptions SET events = '["handoff_claimed"]' WHERE id = ${room.subscription.id}`,
    );
    const given = { token: room.owner.token, body: { event_ids: ["1", "99"] } };
    expect(await json(202, "POST", `${room.path}/replay`, given)).toEqual({ queued: 0 });
  });

  it.each([
    [{}, ""],
    [{ from: "yesterday" }, "/from"],
    [{ event_ids: [] }, "/event_ids"],
    [{ event_ids: ["one"] }, "/event_ids/0"],
    [{ from: "2026-11-02T00:00:00Z", to: "2026-11-01T00:00:00Z" }, "/to"],
  ])("of %j is refused", async (wrong, pointer) => {
    const { token, path } = await create();
    const problem = await problemOf("POST", `${path}/replay`, { token, body: wrong });
    expect(problem).toMatchObject({ status: 422, errors: [{ pointer }] });
  });
});

describe("the log of attempts", () => {
  it("has every attempt, newest first, page by page", async () => {
    const room = await threeTaken();
    const token = room.owner.token;
    const first = await json<{ items: WebhookAttempt[]; next_cursor: string }>(
      200,
      "GET",
      `${room.path}/attempts?limit=2`,
      { token },
    );
    expect(first.items).toHaveLength(2);
    const cursor = encodeURIComponent(first.next_cursor);
    const second = await json<{ items: WebhookAttempt[]; next_cursor: null }>(
      200,
      "GET",
      `${room.path}/attempts?limit=2&cursor=${cursor}`,
      { token },
    );
    const all = [...first.items, ...second.items];
    expect(all.map(({ seq }) => seq).toSorted()).toEqual([1, 2, 3]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(3);
    expect(second.next_cursor).toBeNull();
  });
});

describe("after a commit", () => {
  it("the queue is asked for it where somebody subscribes, and nowhere else", async () => {
    const asked = async (events: string[] | null) => {
      const { olivia, sam } = await makeHelpDesk();
      if (events)
        await json(201, "POST", PATH, { token: olivia.token, body: { url: makeReceiver().url(), events } });
      const session = await json<{ id: string }>(201, "POST", "/api/v1/ai-sessions", {
        token: sam.token,
        body: {},
      });
      const sent: { kind: string }[] = [];
      const JOBS = {
        sendBatch: async (messages: { body: { kind: string } }[]) => {
          sent.push(...messages.map((message) => message.body));
        },
      };
      const WEBHOOK_JOBS = { send: async (message: { kind: string }) => void sent.push(message) };
      const headers = { authorization: `Bearer ${sam.token}`, "content-type": "application/json" };
      const init = { method: "POST", headers, body: JSON.stringify({ intent: "escalate" }) };
      const path = `${ORIGIN}/api/v1/ai-sessions/${session.id}/handoff`;
      expect((await workerWith({ JOBS, WEBHOOK_JOBS }, new Request(path, init))).status).toBe(201);
      return sent.map(({ kind }) => kind);
    };
    expect(await asked(null)).toEqual(["notify", "job"]);
    expect(await asked(["*"])).toEqual(["notify", "job", "webhooks"]);
  });
});
