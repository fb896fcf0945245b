import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { newId } from "../../src/platform/new-id.ts";
import { call, problemOf } from "../support/call.ts";
import { handOff, makeHelpDesk, openSession } from "../support/help-desk.ts";
import { answerOf, withKey } from "../support/keyed-call.ts";
import { problemBody } from "../support/problem-body.ts";
import { everythingOf, logOf, sessionRow } from "../support/rows.ts";

const SESSIONS = "/api/v1/ai-sessions";

describe("a request that is repeated with its Idempotency-Key", () => {
  it("is answered byte for byte as the first time, and has had one effect", async () => {
    const desk = await makeHelpDesk();
    const given = withKey("k", { token: desk.sam.token, body: { problem_summary: "VPN — drøps" } });
    const first = await answerOf("POST", SESSIONS, given);
    expect(first).toMatchObject({ status: 201, replayed: null });
    expect(await answerOf("POST", SESSIONS, given)).toEqual({ ...first, replayed: "true" });
    expect(
      await desk.account.db.all(sql`SELECT id FROM sessions WHERE account_id = ${desk.account.id}`),
    ).toHaveLength(1);
  });

  it.each([
    ["handoff", { intent: "escalate", engineer_notes: "Help" }],
    ["messages", { role: "user", content: "Hello" }],
    ["steps", { title: "Restart", result: "failed" }],
    ["branches", { label: "Driver" }],
    ["documentation", {}],
    ["resolve", { resolution: "Done" }],
  ])("is the same for %s, also after the session has moved on", async (part, body) => {
    const desk = await makeHelpDesk();
    const { id } = await openSession(desk);
    const given = withKey(newId(), { token: desk.sam.token, body });
    const first = await answerOf("POST", `${SESSIONS}/${id}/${part}`, given);
    expect(first.status).toBeLessThan(300);
    await call("POST", `${SESSIONS}/${id}/resolve`, { token: desk.sam.token, body: { resolution: "Over" } });
    const row = await sessionRow(desk.account, id);
    expect(await answerOf("POST", `${SESSIONS}/${id}/${part}`, given)).toEqual({
      ...first,
      replayed: "true",
    });
    expect(await sessionRow(desk.account, id)).toEqual(row);
  });

  it("is the same for a claim, byte for byte, even when somebody else has it by now", async () => {
    const desk = await makeHelpDesk();
    const { key } = await handOff(desk);
    const path = `${SESSIONS}/${key.session_id}/handoffs/${key.handoff_id}`;
    const claim = withKey("k", { token: desk.priya.token, body: { read_back: "Mine" } });
    const first = await answerOf("POST", `${path}/claim`, claim);
    const body = { reason: "Hers", to_user_id: desk.olivia.id };
    await call("POST", `${path}/reassign`, { token: desk.priya.token, body });
    expect(await answerOf("POST", `${path}/claim`, claim)).toEqual({ ...first, replayed: "true" });
    expect((await logOf(desk.account)).filter(({ type }) => type === "handoff_claimed")).toHaveLength(1);
  });

  it("is refused with another body, though it be a matter of white space", async () => {
    const desk = await makeHelpDesk();
    const { token } = desk.sam;
    await call("POST", SESSIONS, withKey("k", { token, raw: '{"customer":"A"}' }));
    const before = await everythingOf(desk.account);
    for (const raw of ['{"customer":"B"}', '{"customer": "A"}', "{"]) {
      expect(await problemOf("POST", SESSIONS, withKey("k", { token, raw }))).toEqual(
        problemBody("idempotency_mismatch", "This Idempotency-Key was used with another body.", SESSIONS),
      );
    }
    expect(await everythingOf(desk.account)).toEqual(before);
  });
});
