import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { newId } from "../../src/platform/new-id.ts";
import { type Call, call, json } from "../support/call.ts";
import { type HelpDesk, handOff, makeHelpDesk, openSession, pickedUp } from "../support/help-desk.ts";
import { everythingOf, handoffRow } from "../support/rows.ts";

const SESSIONS = "/api/v1/ai-sessions";
const pathOf = (key: { session_id: string; handoff_id: string }) =>
  `${SESSIONS}/${key.session_id}/handoffs/${key.handoff_id}`;
const withKey = (token: string, body: unknown): Call => ({
  token,
  body,
  headers: { "idempotency-key": "k" },
});

async function answerOf(path: string, given: Call) {
  const response = await call("POST", path, given);
  const type = response.headers.get("content-type");
  const replayed = response.headers.get("idempotency-replayed");
  return { status: response.status, type, replayed, text: await response.text() };
}

const keysOf = ({ account }: HelpDesk) =>
  account.db.all(sql`SELECT key FROM idempotency_keys WHERE caller LIKE ${`${account.id} %`}`);

describe("a refusal by the state of things", () => {
  it("is repeated byte for byte under its key, though the handoff is free by now", async () => {
    const desk = await makeHelpDesk();
    const { key } = await pickedUp(desk);
    const claim = withKey(desk.adam.token, {});
    const first = await answerOf(`${pathOf(key)}/claim`, claim);
    expect(first).toMatchObject({ status: 409, type: "application/problem+json", replayed: null });
    expect(JSON.parse(first.text)).toMatchObject({
      code: "already_claimed",
      claimed_by: { id: desk.priya.id, name: "Priya" },
    });
    const release = { token: desk.priya.token, body: { reason: "Lunch" } };
    await json(200, "POST", `${pathOf(key)}/release`, release);
    const before = await everythingOf(desk.account);
    expect(await answerOf(`${pathOf(key)}/claim`, claim)).toEqual({ ...first, replayed: "true" });
    expect(await everythingOf(desk.account)).toEqual(before);
    expect(await answerOf(`${pathOf(key)}/claim`, { token: desk.adam.token, body: {} })).toMatchObject({
      status: 200,
    });
  });

  it.each([
    ["withdraw", { reason: "Found it" }],
    ["return", { reason: "Yours" }],
  ])("is kept for %s too, before and after a state that would allow it", async (verb, body) => {
    const desk = await makeHelpDesk();
    const { key } = verb === "withdraw" ? await pickedUp(desk) : await handOff(desk);
    const { token } = verb === "withdraw" ? desk.sam : desk.priya;
    const first = await answerOf(`${pathOf(key)}/${verb}`, withKey(token, body));
    expect(first).toMatchObject({ status: 409, replayed: null });
    const [who, other] = verb === "withdraw" ? [desk.priya, "release"] : [desk.priya, "claim"];
    const given = { token: who.token, body: other === "claim" ? {} : { reason: "Free" } };
    await json(200, "POST", `${pathOf(key)}/${other}`, given);
    expect(await answerOf(`${pathOf(key)}/${verb}`, withKey(token, body))).toEqual({
      ...first,
      replayed: "true",
    });
  });
});

describe("a claim by the one who holds it already", () => {
  it("is answered the same under its key after a release, and picks nothing up again", async () => {
    const desk = await makeHelpDesk();
    const { handoff, key } = await pickedUp(desk);
    const claim = withKey(desk.priya.token, { read_back: "Mine" });
    const unchanged = await everythingOf(desk.account);
    const first = await answerOf(`${pathOf(key)}/claim`, claim);
    expect(first).toMatchObject({ status: 200, replayed: null });
    expect((await everythingOf(desk.account)).slice(0, -1)).toEqual(unchanged.slice(0, -1));
    await json(200, "POST", `${pathOf(key)}/release`, { token: desk.priya.token, body: { reason: "Lunch" } });
    expect(await answerOf(`${pathOf(key)}/claim`, claim)).toEqual({ ...first, replayed: "true" });
    expect(await handoffRow(desk.account, handoff.id)).toMatchObject({ status: "open", claimed_by: null });
  });
});

describe("what was wrong with the request itself", () => {
  it("is not kept: the same key may be used for the request put right", async () => {
    const desk = await makeHelpDesk();
    const { key } = await pickedUp(desk);
    const session = await openSession(desk);
    const refused: [number, string, string, unknown][] = [
      [422, desk.sam.token, `${SESSIONS}/${session.id}/steps`, { title: "" }],
      [422, desk.sam.token, `${SESSIONS}/${session.id}/handoff`, { intent: "escalate", to_user_id: newId() }],
      [403, desk.sam.token, `${pathOf(key)}/release`, { reason: "Not mine" }],
      [403, desk.vik.token, SESSIONS, {}],
      [404, desk.sam.token, `${SESSIONS}/${newId()}/resolve`, { resolution: "Done" }],
      [404, desk.priya.token, `${SESSIONS}/${session.id}/handoff`, { intent: "escalate" }],
    ];
    for (const [status, token, path, body] of refused) {
      const first = await answerOf(path, withKey(token, body));
      expect([path, first.status, first.replayed]).toEqual([path, status, null]);
      expect((await answerOf(path, withKey(token, body))).replayed).toBeNull();
    }
    expect(await keysOf(desk)).toEqual([]);
    const right = withKey(desk.sam.token, { title: "Restart", result: "failed" });
    expect(await answerOf(`${SESSIONS}/${session.id}/steps`, right)).toMatchObject({ status: 201 });
  });
});
