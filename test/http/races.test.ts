import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Handoff } from "../../src/contract/handoff.ts";
import { iso } from "../../src/platform/iso.ts";
import { newId } from "../../src/platform/new-id.ts";
import { call, json } from "../support/call.ts";
import { NOON, makeAccount } from "../support/factories.ts";
import { handOff, makeHelpDesk, openSession } from "../support/help-desk.ts";
import { manyEngineers } from "../support/people.ts";
import { handoffRow, logOf, sessionRow } from "../support/rows.ts";

const SESSIONS = "/api/v1/ai-sessions";
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe("200 people who pick one handoff up at once", () => {
  it("have one winner, and the 199 others are told who has it and since when", async () => {
    const desk = await makeHelpDesk();
    const { key, session, handoff } = await handOff(desk);
    const crowd = await manyEngineers(desk.account, 200);
    const path = `${SESSIONS}/${key.session_id}/handoffs/${key.handoff_id}/claim`;
    const answers = await Promise.all(
      crowd.map(async ({ token }) => {
        const response = await call("POST", path, { token, body: {} });
        return { status: response.status, body: await response.json<Record<string, unknown>>() };
      }),
    );
    const [won, ...more] = answers.filter(({ status }) => status === 200);
    expect(more).toEqual([]);
    const row = await handoffRow(desk.account, handoff.id);
    const winner = crowd.find(({ id }) => id === row.claimed_by);
    expect(won?.body).toMatchObject({
      status: "claimed",
      claimed_by: winner?.id,
      claimed_by_name: winner?.name,
    });
    expect(await sessionRow(desk.account, session.id)).toMatchObject({
      status: "active",
      escalated_to_id: winner?.id,
    });
    const told = answers.filter(({ status }) => status === 409).map(({ body }) => body);
    expect(told).toHaveLength(199);
    const words = {
      type: "/problems/already_claimed",
      title: "Someone else picked this up",
      status: 409,
      detail: `${winner?.name} picked this up.`,
      instance: path,
      code: "already_claimed",
      claimed_by: { id: winner?.id, name: winner?.name },
      claimed_at: iso(row.claimed_at ?? 0),
    };
    for (const { request_id, ...body } of told) expect([typeof request_id, body]).toEqual(["string", words]);
    const claims = (await logOf(desk.account)).filter(({ type }) => type === "handoff_claimed");
    expect(claims).toMatchObject([
      { claimed_by: { id: winner?.id }, claimed_at: words.claimed_at, version: 2 },
    ]);
  });
});

describe("200 sessions of one account that are handed off at once", () => {
  it("are 200 events, and the whole log is 1 to n without a hole", async () => {
    const account = await makeAccount();
    const sam = await account.member("engineer", "Sam");
    await account.member("owner", "Olivia");
    const ids = upTo(200).map(() => newId());
    await account.db
      .all(sql`INSERT INTO sessions (id, account_id, user_id, source_kind, session_type, intake_type,
        intake_content, status, confidence_tier, created_at, updated_at)
      SELECT s.value, ${account.id}, ${sam.id}, 'member', 'guided', 'free_text', '{}', 'active', 'discovery', ${NOON},
        ${NOON} FROM json_each(${JSON.stringify(ids)}) s`);
    const made = await Promise.all(
      ids.map((id) =>
        json<Handoff>(201, "POST", `${SESSIONS}/${id}/handoff`, {
          token: sam.token,
          body: { intent: "escalate" },
        }),
      ),
    );
    const log = await logOf(account);
    // Mails and assessments may already have been logged among them: the log has no hole all the same.
    expect(log.map(({ seq }) => seq)).toEqual(upTo(log.length));
    const created = log.filter(({ type }) => type === "handoff_created");
    expect(created.map(({ handoff_id }) => handoff_id).toSorted()).toEqual(
      made.map(({ id }) => id).toSorted(),
    );
    expect(new Set(created.map(({ session_id }) => session_id)).size).toBe(200);
    const [counter] = await account.db.all(sql`SELECT last_seq FROM accounts WHERE id = ${account.id}`);
    expect(Number(counter?.["last_seq"])).toBeGreaterThanOrEqual(log.length);
  });
});

describe("two handoffs of one session at once", () => {
  it("leave one active and the other superseded", async () => {
    const desk = await makeHelpDesk();
    const { id } = await openSession(desk);
    const body = { intent: "escalate" };
    const made = await Promise.all(
      [desk.sam, desk.adam].map(({ token }) =>
        json<Handoff>(201, "POST", `${SESSIONS}/${id}/handoff`, { token, body }),
      ),
    );
    const history = await json<Handoff[]>(200, "GET", `${SESSIONS}/${id}/handoffs`, {
      token: desk.sam.token,
    });
    expect(history.map((handoff) => handoff.id).toSorted()).toEqual(
      made.map((handoff) => handoff.id).toSorted(),
    );
    expect(history.map(({ status }) => status).toSorted()).toEqual(["open", "superseded"]);
    const log = (await logOf(desk.account)).filter(
      ({ type }) => type !== "handoff_updated" && type !== "delivery_changed",
    );
    expect(log.map(({ type }) => type)).toEqual(["handoff_created", "handoff_superseded", "handoff_created"]);
  });
});

describe("the same request with one Idempotency-Key, twenty times at once", () => {
  it.each([
    ["handoff", { intent: "escalate" }, "handoffs"],
    ["messages", { role: "user", content: "Hello" }, "messages"],
    ["steps", { title: "Restart", result: "failed" }, "steps"],
    ["branches", { label: "Driver" }, "branches"],
  ])("has one effect on %s, and everybody gets the same answer", async (part, body, table) => {
    const desk = await makeHelpDesk();
    const { id } = await openSession(desk);
    const given = { token: desk.sam.token, body, headers: { "idempotency-key": newId() } };
    const answers = await Promise.all(
      upTo(20).map(async () => {
        const response = await call("POST", `${SESSIONS}/${id}/${part}`, given);
        const replayed = response.headers.get("idempotency-replayed") === "true";
        return { status: response.status, replayed, text: await response.text() };
      }),
    );
    const executed = answers.filter(({ status, replayed }) => status === 201 && !replayed);
    expect(executed).toHaveLength(1);
    for (const { status, text } of answers) {
      if (status === 201) expect(text).toBe(executed[0]?.text);
      else expect([status, JSON.parse(text)]).toMatchObject([409, { code: "idempotency_in_progress" }]);
    }
    const rows = await desk.account.db.all(
      sql`SELECT id FROM ${sql.identifier(table)} WHERE account_id = ${desk.account.id}`,
    );
    expect(rows).toEqual([{ id: (JSON.parse(executed[0]?.text ?? "{}") as { id: string }).id }]);
    const later = await call("POST", `${SESSIONS}/${id}/${part}`, given);
    expect([later.headers.get("idempotency-replayed"), await later.text()]).toEqual([
      "true",
      executed[0]?.text,
    ]);
  });
});
