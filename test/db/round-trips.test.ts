import { describe, expect, it } from "vitest";
import type { KeyedRequest } from "../../src/domain/context.ts";
import { addTarget } from "../../src/domain/channels/add-target.ts";
import { subscribe } from "../../src/domain/webhooks/subscribe.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { getHandoff } from "../../src/domain/handoffs/get-handoff.ts";
import { handOffSession } from "../../src/domain/handoffs/hand-off-session.ts";
import { listQueue } from "../../src/domain/handoffs/list-queue.ts";
import { getSession } from "../../src/domain/sessions/get-session.ts";
import { authenticate } from "../../src/identity/authenticate.ts";
import { newId } from "../../src/platform/new-id.ts";
import { env } from "cloudflare:workers";
import { ORIGIN } from "../support/call.ts";
import { NOON } from "../support/factories.ts";
import { handOff, makeHelpDesk, openSession, pickedUp } from "../support/help-desk.ts";
import { tripsOf, tripsOfVerb } from "../support/measured-verbs.ts";
import { recordingDatabase } from "../support/recording-database.ts";
import { makeTool } from "../support/tool.ts";
import { workerWith } from "../support/worker-with.ts";

const escalate = { intent: "escalate" as const, priority: "normal" as const };

describe("round trips to the database", () => {
  it("are one to recognise a login, and one to recognise a key", async () => {
    const { account, sam } = await makeHelpDesk();
    const { key } = await account.apiKey(["read"]);
    for (const token of [sam.token, key, "unknown"]) {
      expect(await tripsOf((db) => authenticate(db, token, Date.now()))).toHaveLength(1);
    }
  });

  it("are two to escalate: what it rests on, and the commit; also when it supersedes", async () => {
    const desk = await makeHelpDesk();
    const { id } = await openSession(desk);
    for (let times = 0; times < 2; times++) {
      const trips = await tripsOfVerb(desk.account.as(desk.sam), (ctx) => handOffSession(ctx, id, escalate));
      expect(trips).toHaveLength(2);
      expect(trips[0]?.every((text) => text.startsWith("SELECT"))).toBe(true);
      expect(trips[1]?.some((text) => text.startsWith("INSERT INTO account_events"))).toBe(true);
    }
  });

  it("stay two to escalate, and one to claim, where chats, browsers and webhooks are told of it", async () => {
    const desk = await makeHelpDesk();
    const { account, olivia, priya, sam } = desk;
    const target = { name: "x", sealed: "x", shown: "x" };
    await addTarget(account.as(olivia), "account", { ...target, channel: "slack", identity: newId() });
    await addTarget(account.as(priya), "me", { ...target, channel: "web_push", identity: newId() });
    const input = { url: "https://x.receiver.test/", events: ["*" as const] };
    await subscribe(account.as(olivia), input, { shown: "x", sealed: "x" }, () => null);
    const { id } = await openSession(desk);
    const ctx = account.as(sam);
    expect(await tripsOfVerb(ctx, (counted) => handOffSession(counted, id, escalate))).toHaveLength(2);
    expect(ctx.committed.webhooks).toBe(account.id);
    const { key } = await handOff(desk);
    expect(await tripsOfVerb(account.as(priya), (counted) => claimHandoff(counted, key, {}))).toHaveLength(1);
  });

  it("are one for the winner of a claim and at most two for the one who comes late", async () => {
    const desk = await makeHelpDesk();
    const { key } = await handOff(desk);
    const claim = (who: typeof desk.sam) =>
      tripsOfVerb(desk.account.as(who), (ctx) => claimHandoff(ctx, key, {}).catch(() => null));
    expect(await claim(desk.priya)).toHaveLength(1);
    expect((await claim(desk.adam)).length).toBeLessThanOrEqual(2);
    expect((await claim(desk.priya)).length).toBeLessThanOrEqual(2);
  });

  it("are two for a claim with an Idempotency-Key, whose answer must be known before it is committed", async () => {
    const desk = await makeHelpDesk();
    const { key } = await handOff(desk);
    const request = { caller: newId(), operation: "POST /claim", key: "k", body_hash: "h", status: 200 };
    const keyed: KeyedRequest = { ...request, kept: false, seal: async (answer) => answer };
    const ctx = { ...desk.account.as(desk.priya), keyed };
    expect(await tripsOfVerb(ctx, (counted) => claimHandoff(counted, key, {}))).toHaveLength(2);
  });

  it("are one for a page of the queue, a session and the context screen", async () => {
    const desk = await makeHelpDesk();
    const { key } = await pickedUp(desk);
    const vik = desk.account.as(desk.vik);
    const after = { at: NOON, id: newId() };
    for (const sort of ["newest", "urgency"] as const) {
      expect(await tripsOfVerb(vik, (ctx) => listQueue(ctx, { sort }, { limit: 50, after }))).toHaveLength(1);
    }
    expect(await tripsOfVerb(vik, (ctx) => getSession(ctx, key.session_id))).toHaveLength(1);
    expect(await tripsOfVerb(vik, (ctx) => getHandoff(ctx, key))).toHaveLength(1);
  });

  it("stay so few over HTTP, the login included: two to escalate or to claim, one to come late or to look, two for the queue", async () => {
    const desk = await makeHelpDesk();
    const { id } = await openSession(desk);
    const { binding, trips } = recordingDatabase(env.DB);
    const send = async (method: string, path: string, body?: object) => {
      trips.length = 0;
      const headers = { authorization: `Bearer ${desk.sam.token}`, "content-type": "application/json" };
      const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
      // The bus is left out: what it reads is its own affair.
      const nudges = { ACCOUNT_BUS: null, JOBS: null };
      const response = await workerWith(
        { DB: binding, ...nudges },
        new Request(`${ORIGIN}/api/v1${path}`, init),
      );
      expect(response.status).toBeLessThan(300);
      return trips.length;
    };
    expect(await send("POST", `/ai-sessions/${id}/handoff`, { intent: "escalate" })).toBe(2);
    const { key } = await handOff(desk);
    const one = `/ai-sessions/${key.session_id}/handoffs/${key.handoff_id}`;
    expect(await send("GET", one)).toBe(1);
    expect(await send("POST", `${one}/claim`, {})).toBe(2);
    expect(await send("POST", `${one}/claim`, {})).toBe(1);
    expect(await send("GET", `/ai-sessions/${key.session_id}`)).toBe(1);
    expect(await send("GET", "/ai-sessions/queue")).toBe(2);
    expect(await send("GET", "/me")).toBe(1);
  });

  it("are two for a tool's post, its key included: new, known, acknowledged, over, refused, or past the limit; one for a sign of life", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk, { posts_per_minute: 6 });
    const { binding, trips } = recordingDatabase(env.DB);
    const send = async (status: number, end: string, body: object) => {
      trips.length = 0;
      const headers = { "content-type": "application/json" };
      const init = { method: "POST", headers, body: JSON.stringify(body) };
      const request = new Request(`${ORIGIN}${end}`, init);
      const response = await workerWith({ DB: binding, ACCOUNT_BUS: null, JOBS: null }, request);
      await response.body?.cancel();
      expect([429, status]).toContain(response.status);
      return trips.length;
    };
    const own = `/api/v1/inbound/${tool.key}`;
    const event = { routing_key: tool.key, dedup_key: "k", event_action: "acknowledge" };
    expect(await send(201, own, { summary: "x", dedup_key: "k" })).toBe(2);
    expect(await send(200, own, { summary: "x", dedup_key: "k" })).toBe(2);
    expect(await send(202, "/v2/enqueue", event)).toBe(2);
    expect(await send(202, "/v2/enqueue", { ...event, event_action: "resolve" })).toBe(2);
    expect(await send(422, own, {})).toBe(2);
    for (let times = 0; times < 8; times++) expect(await send(201, own, { summary: "x" })).toBe(2);
    expect(await send(204, `${own}/heartbeat`, {})).toBe(1);
    expect(await send(401, `/api/v1/inbound/${"0".repeat(32)}`, {})).toBe(1);
  });
});
