import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { QueueRow } from "../../src/contract/handoff.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { handOffSession } from "../../src/domain/handoffs/hand-off-session.ts";
import { resolveSession } from "../../src/domain/sessions/resolve-session.ts";
import { ORIGIN, call, json, problemOf } from "../support/call.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { connect } from "../support/psa-desk.ts";
import { makePsa } from "../support/psa-room.ts";
import { problemBody } from "../support/problem-body.ts";
import { handoffRow, jobsOf, ledgerOf, logOf, sessionRow } from "../support/rows.ts";
import { alertsOf, cardsOf, makeTool, postsOf, taken } from "../support/tool.ts";

const DISK = {
  summary: "Disk full",
  dedup_key: "disk",
  customer: "Contoso",
  device: "SRV-1",
  priority: "high",
};

describe("a tool's post", () => {
  it("becomes an escalation like a person's: session, card, ledger, event and assessment", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    const response = await tool.post({ ...DISK, details: "98 %", links: ["https://w.example/1"] });
    expect(response.status).toBe(201);
    const card = await taken(Promise.resolve(response));
    expect(card).toEqual({
      handoff_id: expect.any(String),
      session_id: expect.any(String),
      is_new: true,
      seq: 1,
      will_notify: [desk.adam, desk.olivia, desk.priya, desk.sam].map(({ id, name }) => ({
        user_id: id,
        name,
        channel: "email",
      })),
      status_url: `${ORIGIN}/api/v1/ai-sessions/${card.session_id}/handoffs/${card.handoff_id}`,
    });
    expect(await sessionRow(desk.account, card.session_id)).toMatchObject({
      status: "escalated",
      intake_type: "webhook",
      intake_content: { tool: "generic", integration: "Watchtower", summary: "Disk full", dedup_key: "disk" },
      user_id: null,
      source_kind: "integration",
      integration_id: tool.id,
      source_name: "Watchtower",
      api_key_id: null,
      problem_summary: "Disk full",
      customer: "Contoso",
      device: "SRV-1",
      handoff_count: 1,
      escalation_package: { handoff_id: card.handoff_id },
    });
    expect(await handoffRow(desk.account, card.handoff_id)).toMatchObject({
      status: "open",
      intent: "escalate",
      priority: "high",
      handed_off_by: null,
      occurrences: 1,
      engineer_notes: "98 %\n\nLink: https://w.example/1",
      assessment_status: "pending",
      next_action_at: expect.any(Number),
    });
    const ledger = await ledgerOf(desk.account, card.handoff_id);
    expect(ledger.map(({ name, kind, channel }) => [name, kind, channel])).toEqual(
      ["Adam", "Olivia", "Priya", "Sam"].map((name) => [name, "first", "email"]),
    );
    expect((await logOf(desk.account))[0]).toMatchObject({
      type: "handoff_created",
      seq: 1,
      actor: { kind: "integration", id: tool.id, name: "Watchtower" },
      problem_summary: "Disk full",
      handed_off_by: null,
    });
    expect((await jobsOf(desk.account)).map(({ kind }) => kind)).toEqual(["assess_handoff"]);
    expect(await postsOf(desk)).toMatchObject([{ outcome: "created", answer_status: 201, detail: null }]);
  });

  it("counts on the open card while its key is the same: no second card, no second mail, but live", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    const first = await taken(tool.post(DISK));
    const again = await tool.post({ ...DISK, summary: "Disk 99 % full" });
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual({ ...first, is_new: false, seq: 2, will_notify: [] });
    expect(await cardsOf(desk)).toMatchObject([{ id: first.handoff_id, occurrences: 2 }]);
    expect(await ledgerOf(desk.account, first.handoff_id)).toHaveLength(4);
    expect((await logOf(desk.account))[1]).toMatchObject({
      type: "handoff_updated",
      handoff_id: first.handoff_id,
      changed: ["occurrences"],
      occurrences: 2,
      alert: "Disk 99 % full",
    });
    expect((await postsOf(desk)).map(({ outcome }) => outcome)).toEqual(["created", "counted"]);
    const [row] = await json<QueueRow[]>(200, "GET", "/api/v1/ai-sessions/queue", {
      token: desk.priya.token,
    });
    expect(row).toMatchObject({
      handed_off_by: null,
      handed_off_by_tool: "Watchtower",
      occurrences: 2,
    });
    expect((await logOf(desk.account))[1]).toMatchObject({ last_seen_at: row?.last_seen_at });
  });

  it("resolves what nobody has picked up: handoff, session, and what was still to be mailed", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    const card = await taken(tool.post(DISK));
    const over = await tool.post({ summary: "", dedup_key: "disk", action: "resolve" });
    expect([over.status, await over.json()]).toEqual([200, { applied: true, handoff_id: card.handoff_id }]);
    expect(await sessionRow(desk.account, card.session_id)).toMatchObject({
      status: "resolved",
      resolution: "Watchtower reported that it is over.",
    });
    expect(await handoffRow(desk.account, card.handoff_id)).toMatchObject({
      status: "resolved",
      next_action_at: null,
    });
    const types = (await logOf(desk.account)).map(({ type }) => type);
    expect(types.filter((type) => type !== "delivery_changed" && type !== "handoff_updated")).toEqual([
      "handoff_created",
      "handoff_resolved",
      "session_resolved",
    ]);
    const fresh = await taken(tool.post(DISK));
    expect(fresh.is_new).toBe(true);
    expect(fresh.handoff_id).not.toBe(card.handoff_id);
  });

  it("that is over is written into the ticket that people gave its session", async () => {
    const desk = await makeHelpDesk();
    await connect(desk, makePsa("connectwise"));
    const tool = await makeTool(desk);
    const { session_id } = await taken(tool.post(DISK));
    const body = { psa_ticket_ref: "4711" };
    await json(200, "PATCH", `/api/v1/ai-sessions/${session_id}`, { token: desk.adam.token, body });
    await taken(tool.post({ dedup_key: "disk", action: "resolve" }));
    const notes = await desk.account.db.all(
      sql`SELECT reason, ticket_ref FROM psa_notes WHERE session_id = ${session_id}`,
    );
    expect(notes).toEqual([{ reason: "resolution", ticket_ref: "4711" }]);
  });

  it("marks what somebody holds, and leaves it with them", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    const card = await taken(tool.post(DISK));
    const key = { session_id: card.session_id, handoff_id: card.handoff_id };
    await claimHandoff(desk.account.as(desk.priya, Date.now()), key, {});
    const over = await taken(tool.post({ dedup_key: "disk", action: "resolve" }));
    expect(over).toEqual({ applied: true, handoff_id: card.handoff_id });
    expect(await handoffRow(desk.account, card.handoff_id)).toMatchObject({
      status: "claimed",
      claimed_by: desk.priya.id,
      source_resolved_at: expect.any(Number),
    });
    expect(await sessionRow(desk.account, card.session_id)).toMatchObject({ status: "active" });
    expect((await logOf(desk.account)).at(-1)).toMatchObject({
      type: "handoff_updated",
      changed: ["source_resolved_at"],
      source_resolved_at: expect.any(String),
    });
    expect((await taken(tool.post(DISK))).is_new).toBe(true);
  });

  it("to resolve without an open one is taken, has no effect, and says so", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    const none = { applied: false, reason: "There is no open alert with this key." };
    expect(await taken(tool.post({ dedup_key: "x", action: "resolve" }))).toEqual(none);
    expect(await logOf(desk.account)).toEqual([]);
    expect(await postsOf(desk)).toMatchObject([
      { outcome: "no_effect", detail: none.reason, answer_status: 200 },
    ]);
  });

  it("is a new card once people have ended the one before", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    const card = await taken(tool.post(DISK));
    await resolveSession(desk.account.as(desk.olivia, Date.now()), card.session_id, {
      resolution: "Cleaned",
    });
    expect(await taken(tool.post(DISK))).toMatchObject({ is_new: true });
    expect((await alertsOf(desk)).map(({ status }) => status)).toEqual(["resolved", "open"]);
  });

  it("follows its session into the next hands: counted on the new card, and resolved there", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    const card = await taken(tool.post(DISK));
    const key = { session_id: card.session_id, handoff_id: card.handoff_id };
    await claimHandoff(desk.account.as(desk.priya, Date.now()), key, {});
    const again = { intent: "escalate" as const, priority: "high" as const };
    const next = await handOffSession(desk.account.as(desk.priya, Date.now()), card.session_id, again);
    expect(await taken(tool.post(DISK))).toMatchObject({ is_new: false, handoff_id: next.id });
    expect((await cardsOf(desk)).map(({ status, occurrences }) => [status, occurrences])).toEqual([
      ["superseded", 1],
      ["open", 2],
    ]);
    const path = `/api/v1/ai-sessions/${card.session_id}/handoffs/${next.id}/alerts`;
    const listed = await json<{ items: object[] }>(200, "GET", path, { token: desk.vik.token });
    expect(listed.items).toMatchObject([{ dedup_key: "disk", occurrences: 2, status: "open" }]);
    expect(await taken(tool.post({ dedup_key: "disk", action: "resolve" }))).toEqual({
      applied: true,
      handoff_id: next.id,
    });
    expect(await sessionRow(desk.account, card.session_id)).toMatchObject({ status: "resolved" });
  });

  it("over at the moment at which somebody picks it up is either gone or theirs and marked, never both", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk, { posts_per_minute: 1_000 });
    for (let round = 0; round < 8; round++) {
      const dedup_key = `r${round}`;
      const { session_id, handoff_id } = await taken(tool.post({ summary: "x", dedup_key }));
      const [claimed] = await Promise.all([
        call("POST", `/api/v1/ai-sessions/${session_id}/handoffs/${handoff_id}/claim`, {
          token: desk.priya.token,
          body: {},
        }),
        taken(tool.post({ dedup_key, action: "resolve" })),
      ]);
      await claimed.body?.cancel();
      const { status, source_resolved_at, claimed_by } = await handoffRow(desk.account, handoff_id);
      const session = await sessionRow(desk.account, session_id);
      expect(source_resolved_at).not.toBe(null);
      expect([claimed.status, status, session.status, claimed_by]).toEqual(
        claimed.status === 200
          ? [200, "claimed", "active", desk.priya.id]
          : [409, "resolved", "resolved", null],
      );
    }
  });

  it("without a key of its own is a card each time", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    const cards = [await taken(tool.post({ summary: "A" })), await taken(tool.post({ summary: "A" }))];
    expect(new Set(cards.map(({ handoff_id }) => handoff_id)).size).toBe(2);
  });

  it("cannot be returned: there is nobody to return it to", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    const { session_id, handoff_id } = await taken(tool.post(DISK));
    const path = `/api/v1/ai-sessions/${session_id}/handoffs/${handoff_id}`;
    await json(200, "POST", `${path}/claim`, { token: desk.priya.token, body: {} });
    const refused = await problemOf("POST", `${path}/return`, {
      token: desk.priya.token,
      body: { reason: "x" },
    });
    expect(refused).toMatchObject({ status: 409, code: "invalid_transition" });
  });
});

describe("fifty posts of one alert at the same moment", () => {
  it("are one card that counts fifty, and one mail to each", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    const answers = await Promise.all(Array.from({ length: 50 }, () => taken(tool.post(DISK))));
    expect(new Set(answers.map(({ handoff_id }) => handoff_id)).size).toBe(1);
    expect(answers.filter(({ is_new }) => is_new)).toHaveLength(1);
    expect(await cardsOf(desk)).toMatchObject([{ occurrences: 50 }]);
    expect(await alertsOf(desk)).toMatchObject([{ occurrences: 50, status: "open" }]);
    expect(await ledgerOf(desk.account, answers[0]?.handoff_id ?? "")).toHaveLength(4);
    expect(new Set(answers.map(({ seq }) => seq)).size).toBe(50);
  });
});

describe("the key", () => {
  it("opens nothing if it is unknown, whatever else is wrong with the post", async () => {
    const path = `/api/v1/inbound/${"0".repeat(32)}`;
    const shown = "/api/v1/inbound/…";
    const words = "Send the key of an integration.";
    for (const given of [
      { body: DISK },
      { raw: "{" },
      { raw: "x", headers: { "content-type": "image/png" } },
    ]) {
      expect(await problemOf("POST", path, given)).toEqual(problemBody("unauthenticated", words, shown));
    }
    expect(await problemOf("POST", `${path}/grafana`, { body: {} })).toEqual(
      problemBody("unauthenticated", words, `${shown}/grafana`),
    );
    expect(await problemOf("POST", "/api/v1/inbound", { body: DISK })).toMatchObject({ status: 401 });
  });

  it("may travel in a header, and then not in the path", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    const send = (headers: Record<string, string>) =>
      taken(call("POST", "/api/v1/inbound", { body: DISK, headers }));
    expect((await send({ authorization: `Bearer ${tool.key}` })).is_new).toBe(true);
    expect((await send({ "x-api-key": tool.key })).is_new).toBe(false);
  });
});
