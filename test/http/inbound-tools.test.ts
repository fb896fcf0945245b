import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import {
  DATTO_RMM,
  GRAFANA,
  NINJAONE,
  OPSGENIE,
  PAGERDUTY,
  UPTIME_KUMA,
  alertmanager,
} from "../inbound/payloads.ts";
import { call, json, problemOf } from "../support/call.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { problemBody } from "../support/problem-body.ts";
import { handoffRow, logOf, sessionRow } from "../support/rows.ts";
import { type TakenCard, alertsOf, cardsOf, makeTool, postsOf, taken } from "../support/tool.ts";

const makeDeskWith = async (kind: Parameters<typeof makeTool>[1]) => {
  const desk = await makeHelpDesk();
  return { desk, tool: await makeTool(desk, kind) };
};

describe("PagerDuty's clients", () => {
  const enqueue = (body: unknown, headers: Record<string, string> = {}) =>
    call("POST", "/v2/enqueue", { body, headers });
  const invalid = (...errors: string[]) => ({
    status: "invalid event",
    message: "Event object is invalid",
    errors,
  });

  it("work by changing the address: trigger, acknowledge, resolve", async () => {
    const { desk, tool } = await makeDeskWith({ kind: "pagerduty" });
    const event = { ...PAGERDUTY, routing_key: tool.key };
    const done = { status: "success", message: "Event processed", dedup_key: PAGERDUTY.dedup_key };
    const send = async (event_action: string) => {
      const response = await enqueue({ ...event, event_action });
      expect([response.status, await response.json()]).toEqual([202, done]);
    };
    await send("trigger");
    const [card] = await cardsOf(desk);
    expect(card).toMatchObject({ status: "open", priority: "high", occurrences: 1 });
    await send("acknowledge");
    expect((await logOf(desk.account)).at(-1)).toMatchObject({
      type: "handoff_updated",
      changed: ["source_acknowledged_at"],
      source_acknowledged_at: expect.any(String),
    });
    expect(await handoffRow(desk.account, card?.id ?? "")).toMatchObject({
      status: "open",
      claimed_by: null,
    });
    await send("trigger");
    await send("resolve");
    await send("resolve");
    await send("acknowledge");
    expect(await cardsOf(desk)).toMatchObject([{ status: "resolved", occurrences: 2 }]);
    expect((await postsOf(desk)).map(({ outcome, answer_status }) => [outcome, answer_status])).toEqual([
      ["created", 202],
      ["acknowledged", 202],
      ["counted", 202],
      ["resolved", 202],
      ["no_effect", 202],
      ["no_effect", 202],
    ]);
  });

  it("are given a key to resolve by where they send none", async () => {
    const { desk, tool } = await makeDeskWith({ kind: "pagerduty" });
    const { dedup_key: _, ...event } = { ...PAGERDUTY, routing_key: tool.key };
    const answer = await taken<{ dedup_key: string }>(enqueue(event));
    expect(answer.dedup_key).toMatch(/^[0-9a-f]{32}$/);
    await taken(enqueue({ routing_key: tool.key, event_action: "resolve", dedup_key: answer.dedup_key }));
    expect(await cardsOf(desk)).toMatchObject([{ status: "resolved" }]);
  });

  it("are told what is wrong as PagerDuty tells them", async () => {
    const { desk, tool } = await makeDeskWith({ kind: "pagerduty" });
    const length = "Length of 'routing_key' is incorrect (should be 32 characters)";
    const unknown = "'routing_key' is not the key of an integration, or the post is not signed";
    const event = { ...PAGERDUTY, routing_key: tool.key };
    for (const [body, ...errors] of [
      [{}, "'routing_key' is missing or blank"],
      [{ ...event, routing_key: "short" }, length],
      [{ ...event, routing_key: "f".repeat(32) }, unknown],
      [{ ...event, payload: { ...event.payload, summary: "" } }, "'payload.summary' is missing or blank"],
      [[event], "'routing_key' is missing or blank"],
    ] as const) {
      const response = await enqueue(body);
      expect([response.status, await response.json()]).toEqual([400, invalid(...errors)]);
    }
    const broken = await call("POST", "/v2/enqueue", { raw: "{" });
    expect([broken.status, await broken.json()]).toEqual([
      400,
      invalid("The body is not valid JSON in UTF-8."),
    ]);
    expect(await cardsOf(desk)).toEqual([]);
    expect(await postsOf(desk)).toMatchObject([
      {
        outcome: "refused",
        answer_status: 400,
        detail: "/payload/summary 'payload.summary' is missing or blank",
      },
    ]);
  });

  it("sent again under the same Idempotency-Key, it is told the same dedup key, by which it can be resolved", async () => {
    const { desk, tool } = await makeDeskWith({ kind: "pagerduty" });
    const { dedup_key: _, ...event } = { ...PAGERDUTY, routing_key: tool.key };
    const send = (key: string) =>
      taken<{ dedup_key: string }>(
        call("POST", "/v2/enqueue", { body: event, headers: { "idempotency-key": key } }),
      );
    const { dedup_key } = await send("a");
    expect(await send("a")).toMatchObject({ dedup_key });
    expect((await send("b")).dedup_key).not.toBe(dedup_key);
    expect(await cardsOf(desk)).toMatchObject([{ occurrences: 1 }, { occurrences: 1 }]);
    await taken(enqueue({ ...event, event_action: "resolve", dedup_key }));
    expect((await cardsOf(desk)).map(({ status }) => status)).toEqual(["resolved", "open"]);
  });

  it("may send 512 KiB and no more", async () => {
    const { desk, tool } = await makeDeskWith({ kind: "pagerduty" });
    const sized = (bytes: number) => {
      const event = { ...PAGERDUTY, routing_key: tool.key, pad: "" };
      return { ...event, pad: "x".repeat(bytes - JSON.stringify(event).length) };
    };
    expect((await enqueue(sized(512 * 1024))).status).toBe(202);
    const over = await enqueue(sized(512 * 1024 + 1));
    expect([over.status, await over.json()]).toMatchObject([413, { status: "invalid event" }]);
    expect(await cardsOf(desk)).toHaveLength(1);
  });
});

describe("a group of alerts", () => {
  it("is one card with its alerts listed, and over when all of them are", async () => {
    const { desk, tool } = await makeDeskWith({ kind: "alertmanager" });
    const send = (...alerts: Parameters<typeof alertmanager>) =>
      taken<{ results: TakenCard[] }>(tool.post(alertmanager(...alerts), "/alertmanager"));
    const { results } = await send(["firing", "a"], ["firing", "b"]);
    const [card] = results;
    expect(results).toMatchObject([{ is_new: true, seq: 1 }]);
    const path = `/api/v1/ai-sessions/${card?.session_id}/handoffs/${card?.handoff_id}/alerts`;
    const listed = async () => {
      const { items } = await json<{ items: Record<string, unknown>[] }>(200, "GET", path, {
        token: desk.vik.token,
      });
      return items.map(({ dedup_key, status, occurrences }) => [dedup_key, status, occurrences]);
    };
    expect(await listed()).toEqual([
      ["f-a", "open", 1],
      ["f-b", "open", 1],
    ]);
    expect((await send(["firing", "a"], ["resolved", "b"], ["firing", "c"])).results).toMatchObject([
      { is_new: false, handoff_id: card?.handoff_id },
    ]);
    expect(await listed()).toEqual([
      ["f-a", "open", 2],
      ["f-b", "resolved", 1],
      ["f-c", "open", 1],
    ]);
    expect((await send(["resolved", "a"])).results).toEqual([
      { applied: true, handoff_id: card?.handoff_id },
    ]);
    expect(await cardsOf(desk)).toMatchObject([{ status: "open" }]);
    expect((await logOf(desk.account)).at(-1)).toMatchObject({ type: "handoff_updated", open_alerts: 1 });
    expect((await send(["resolved", "a"])).results).toEqual([
      { applied: false, reason: "There is no open alert with this key." },
    ]);
    expect((await send(["resolved", "a"], ["resolved", "c"])).results).toEqual([
      { applied: true, handoff_id: card?.handoff_id },
    ]);
    expect(await cardsOf(desk)).toMatchObject([{ status: "resolved", occurrences: 2 }]);
    expect(await sessionRow(desk.account, card?.session_id ?? "")).toMatchObject({ status: "resolved" });
    expect((await alertsOf(desk)).map(({ status }) => status)).toEqual(Array(4).fill("resolved"));
    expect((await send(["firing", "a"])).results).toMatchObject([{ is_new: true }]);
  });

  it("that is cut off is over when its tool says so", async () => {
    const { desk, tool } = await makeDeskWith({ kind: "alertmanager" });
    await taken(tool.post(alertmanager(["firing", "a"], ["firing", "b"]), "/alertmanager"));
    const cut = { ...alertmanager(["resolved", "a"]), truncatedAlerts: 1 };
    await taken(tool.post(cut, "/alertmanager"));
    expect(await cardsOf(desk)).toMatchObject([{ status: "resolved" }]);
  });

  it("posted many times at the same moment is still one card", async () => {
    const { desk, tool } = await makeDeskWith({ kind: "alertmanager" });
    const names = ["a", "b", "c", "d"];
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        taken(tool.post(alertmanager(["firing", names[index % 4] ?? "a"]), "/alertmanager")),
      ),
    );
    expect(await cardsOf(desk)).toMatchObject([{ occurrences: 20 }]);
    expect((await alertsOf(desk)).map(({ occurrences }) => occurrences).toSorted()).toEqual([20, 5, 5, 5, 5]);
  });

  it("without a key is a card for each alert, in one post", async () => {
    const { desk, tool } = await makeDeskWith({ kind: "alertmanager" });
    const { groupKey: _, ...post } = alertmanager(["firing", "a"], ["firing", "b"]);
    const { results } = await taken<{ results: TakenCard[] }>(tool.post(post, "/alertmanager"));
    expect(results.map(({ is_new, seq }) => [is_new, seq])).toEqual([
      [true, 1],
      [true, 2],
    ]);
    const { groupKey: __, ...over } = alertmanager(["resolved", "a"], ["resolved", "b"]);
    await taken(tool.post(over, "/alertmanager"));
    expect(await cardsOf(desk)).toMatchObject([{ status: "resolved" }, { status: "resolved" }]);
  });
});

describe.each([
  [
    "grafana",
    GRAFANA,
    { ...GRAFANA, status: "resolved", alerts: GRAFANA.alerts.map((one) => ({ ...one, status: "resolved" })) },
  ],
  ["uptime-kuma", UPTIME_KUMA, { ...UPTIME_KUMA, heartbeat: { ...UPTIME_KUMA.heartbeat, status: 1 } }],
  ["ninjaone", NINJAONE, { ...NINJAONE, statusCode: "RESET" }],
  ["datto-rmm", DATTO_RMM, { ...DATTO_RMM, status: "resolved" }],
])("%s", (end, wrong, over) => {
  it("posts what is wrong, again, and that it is over; the key may be in a header", async () => {
    const { desk, tool } = await makeDeskWith({});
    expect((await tool.post(wrong, `/${end}`)).status).toBe(201);
    const again = await call("POST", `/api/v1/inbound/${end}`, {
      body: wrong,
      headers: { "x-api-key": tool.key },
    });
    expect([again.status, await again.json()]).toMatchObject([200, { results: [{ is_new: false }] }]);
    expect(await taken(tool.post(over, `/${end}`))).toMatchObject({ results: [{ applied: true }] });
    expect(await cardsOf(desk)).toMatchObject([{ status: "resolved", occurrences: 2 }]);
  });

  it("is told what its payload lacks", async () => {
    const { desk, tool } = await makeDeskWith({});
    const problem = await problemOf("POST", `/api/v1/inbound/${tool.key}/${end}`, { body: [] });
    const errors = [{ pointer: "", detail: "must be a JSON object." }];
    expect(problem).toEqual(
      problemBody("validation_failed", "The body must be a JSON object.", `/api/v1/inbound/…/${end}`, {
        errors,
      }),
    );
    expect(await postsOf(desk)).toMatchObject([{ outcome: "refused", answer_status: 422, body: "[]" }]);
  });
});

it("a tool whose key is in a header is read by its integration's kind", async () => {
  const { desk, tool } = await makeDeskWith({ kind: "uptime_kuma" });
  await taken(call("POST", "/api/v1/inbound", { body: UPTIME_KUMA, headers: { "x-api-key": tool.key } }));
  expect(await alertsOf(desk)).toMatchObject([{ dedup_key: "7" }]);
});

it("Uptime Kuma's test and its forms are understood", async () => {
  const { desk, tool } = await makeDeskWith({ kind: "uptime_kuma" });
  const test = await taken<unknown>(
    tool.post({ heartbeat: null, monitor: null, msg: "Testing" }, "/uptime-kuma"),
  );
  expect(test).toEqual({
    results: [{ applied: false, reason: "A test, or a notice that is about no monitor." }],
  });
  const form = new FormData();
  form.set("data", JSON.stringify(UPTIME_KUMA));
  const made = new Request("https://x.example", { method: "POST", body: form });
  const raw = await made.arrayBuffer();
  const headers = { "content-type": made.headers.get("content-type") ?? "" };
  expect(await taken(tool.post(undefined, "/uptime-kuma", { raw, headers }))).toMatchObject({
    results: [{ is_new: true }],
  });
  expect(await alertsOf(desk)).toHaveLength(1);
});

it.each([
  ["text/plain", '{"summary":"x"}'],
  ["application/x-www-form-urlencoded", '{"summary":"x"}'],
  ["application/x-www-form-urlencoded", "payload=%7B%22summary%22%3A%22x%22%7D"],
  ["application/json; charset=utf-8", '\uFEFF{"summary":"x"}'],
])("JSON as %s is taken", async (type, raw) => {
  const { tool } = await makeDeskWith({});
  expect((await tool.post(undefined, "", { raw, headers: { "content-type": type } })).status).toBe(201);
});

it.each([
  ["image/png", "x", 415, "unsupported_media_type"],
  ["application/json", "{", 400, "malformed_json"],
  ["application/json", "", 422, "validation_failed"],
  ["application/json", `${"[".repeat(100)}${"]".repeat(100)}`, 400, "bad_request"],
  ["application/json", new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), 400, "malformed_json"],
  ["application/json", "x".repeat(256 * 1024 + 1), 413, "payload_too_large"],
  ["multipart/form-data; boundary=x", "nothing", 400, "malformed_json"],
])(
  "a body of %s that cannot be taken is refused, and kept with why (%#)",
  async (type, raw, status, code) => {
    const { desk, tool } = await makeDeskWith({});
    const given = { raw, headers: { "content-type": type } };
    expect(await problemOf("POST", `/api/v1/inbound/${tool.key}`, given)).toMatchObject({ status, code });
    expect(await postsOf(desk)).toMatchObject([
      { outcome: "refused", answer_status: status, detail: expect.any(String) },
    ]);
    expect(await cardsOf(desk)).toEqual([]);
  },
);

it("Opsgenie's create, acknowledge and close are taken, with its answer", async () => {
  const { desk, tool } = await makeDeskWith({ kind: "opsgenie" });
  const alerts = "/opsgenie/v2/alerts";
  const made = await tool.post(OPSGENIE, alerts);
  expect([made.status, await made.json()]).toEqual([
    202,
    {
      result: "Request will be processed",
      took: expect.any(Number),
      requestId: expect.any(String),
      results: [expect.objectContaining({ is_new: true })],
    },
  ]);
  const headers = { authorization: `GenieKey ${tool.key}` };
  const path = `/api/v1/inbound${alerts}/worker-1`;
  const act = (verb: string) =>
    taken<{ results: object[] }>(call("POST", `${path}/${verb}?identifierType=alias`, { body: {}, headers }));
  expect(await act("acknowledge")).toMatchObject({ results: [{ applied: true }] });
  const known = "There is no open alert with this key that is not acknowledged already.";
  expect(await act("acknowledge")).toMatchObject({ results: [{ applied: false, reason: known }] });
  expect((await postsOf(desk)).at(-1)).toMatchObject({ outcome: "no_effect", detail: known });
  expect(await act("close")).toMatchObject({ results: [{ applied: true }] });
  expect(await cardsOf(desk)).toMatchObject([
    { status: "resolved", source_acknowledged_at: expect.any(Number) },
  ]);
  expect(await act("close")).toMatchObject({ results: [{ applied: false }] });
});

it("an acknowledge never takes a card from whoever holds it", async () => {
  const { desk, tool } = await makeDeskWith({ kind: "pagerduty" });
  const event = { ...PAGERDUTY, routing_key: tool.key };
  await taken(call("POST", "/v2/enqueue", { body: event }));
  const [card] = await desk.account.db.all<{ id: string; session_id: string }>(
    sql`SELECT id, session_id FROM handoffs WHERE account_id = ${desk.account.id}`,
  );
  const key = { session_id: card?.session_id ?? "", handoff_id: card?.id ?? "" };
  await claimHandoff(desk.account.as(desk.priya, Date.now()), key, {});
  await taken(call("POST", "/v2/enqueue", { body: { ...event, event_action: "acknowledge" } }));
  expect(await handoffRow(desk.account, key.handoff_id)).toMatchObject({
    status: "claimed",
    claimed_by: desk.priya.id,
  });
});
