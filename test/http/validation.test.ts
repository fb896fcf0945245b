import { describe, expect, it } from "vitest";
import type { Problem } from "../../src/contract/problem.ts";
import type { Session } from "../../src/contract/session.ts";
import { newId } from "../../src/platform/new-id.ts";
import { json, problemOf } from "../support/call.ts";
import { handOff, makeHelpDesk, openSession, pickedUp } from "../support/help-desk.ts";
import { problemBody } from "../support/problem-body.ts";
import { everythingOf } from "../support/rows.ts";

const SESSIONS = "/api/v1/ai-sessions";
const pointers = (problem: Problem) => problem.errors?.map(({ pointer }) => pointer);

describe("what a body may say", () => {
  it("names the unknown field, with its pointer escaped", async () => {
    const { sam, account } = await makeHelpDesk();
    const before = await everythingOf(account);
    const unknown = { pointer: "/a~1b~0c", detail: "This field is not known here." };
    const body = { "a/b~c": 1 };
    expect(await problemOf("POST", SESSIONS, { token: sam.token, body })).toEqual(
      problemBody("validation_failed", `${unknown.pointer}: ${unknown.detail}`, SESSIONS, {
        errors: [unknown],
      }),
    );
    expect(await everythingOf(account)).toEqual(before);
  });

  it("names every field at fault at once", async () => {
    const { sam } = await makeHelpDesk();
    const body = { problem_summary: 7, customer: "x".repeat(201), team_id: "no id", nonsense: true };
    const problem = await problemOf("POST", SESSIONS, { token: sam.token, body });
    expect(problem).toMatchObject({
      code: "validation_failed",
      status: 422,
      detail: "4 fields are not valid.",
    });
    expect(pointers(problem)?.toSorted()).toEqual(["/customer", "/nonsense", "/problem_summary", "/team_id"]);
  });

  it.each([
    ["problem_summary", 500],
    ["customer", 200],
    ["contact", 200],
    ["device", 200],
  ])("keeps %s to %i characters", async (field, limit) => {
    const { sam } = await makeHelpDesk();
    const { token } = sam;
    const session = await json<Session>(201, "POST", SESSIONS, {
      token,
      body: { [field]: "ü".repeat(limit) },
    });
    expect(session).toMatchObject({ [field]: "ü".repeat(limit) });
    const problem = await problemOf("POST", SESSIONS, { token, body: { [field]: "ü".repeat(limit + 1) } });
    expect(pointers(problem)).toEqual([`/${field}`]);
  });

  it.each([
    ["messages", { role: "user", content: "x".repeat(20_001) }, "/content"],
    ["messages", { role: "robot", content: "x" }, "/role"],
    ["messages", { role: "user", content: "" }, "/content"],
    ["steps", { title: "", result: "failed" }, "/title"],
    ["steps", { title: "x", result: "perhaps" }, "/result"],
    ["steps", { title: "x", result: "failed", evidence_url: "javascript:alert(1)" }, "/evidence_url"],
    ["steps", { title: "x", result: "failed", branch_id: "42" }, "/branch_id"],
    ["branches", {}, "/label"],
    ["handoff", {}, "/intent"],
    ["handoff", { intent: "escalate", priority: "urgent" }, "/priority"],
    ["handoff", { intent: "escalate", engineer_notes: "x".repeat(10_001) }, "/engineer_notes"],
    ["handoff", { intent: "escalate", to_user_id: "Priya" }, "/to_user_id"],
    ["handoff", { intent: "park", wake_at: "tomorrow" }, "/wake_at"],
    ["resolve", { resolution: "" }, "/resolution"],
  ])("refuses to %s: %j", async (part, body, pointer) => {
    const desk = await makeHelpDesk();
    const { id } = await openSession(desk);
    const before = await everythingOf(desk.account);
    const problem = await problemOf("POST", `${SESSIONS}/${id}/${part}`, { token: desk.sam.token, body });
    expect([problem.code, pointers(problem)]).toEqual(["validation_failed", [pointer]]);
    expect(await everythingOf(desk.account)).toEqual(before);
  });

  it.each(["release", "reassign", "return", "withdraw"])("wants a reason to %s", async (verb) => {
    const desk = await makeHelpDesk();
    const { key } = await pickedUp(desk);
    const path = `${SESSIONS}/${key.session_id}/handoffs/${key.handoff_id}/${verb}`;
    const before = await everythingOf(desk.account);
    for (const body of [{}, { reason: "" }, { reason: 7 }]) {
      const problem = await problemOf("POST", path, { token: desk.priya.token, body });
      expect(pointers(problem)).toContain("/reason");
    }
    expect(await everythingOf(desk.account)).toEqual(before);
  });

  it("takes either a read-back or a correction, not both and not neither", async () => {
    const desk = await makeHelpDesk();
    const { key } = await pickedUp(desk);
    const path = `${SESSIONS}/${key.session_id}/handoffs/${key.handoff_id}/read-back`;
    for (const body of [{}, { read_back: "a", correction: "b" }]) {
      const problem = await problemOf("PATCH", path, { token: desk.priya.token, body });
      expect(problem).toMatchObject({
        code: "validation_failed",
        errors: [{ pointer: "", detail: "Give either read_back or correction." }],
      });
    }
  });
});

describe("ids", () => {
  it("are not found in a path when they are no UUID, and name the field in a body", async () => {
    const desk = await makeHelpDesk();
    const { token } = desk.sam;
    const { id } = await openSession(desk);
    for (const wrong of ["42", `${id}0`, "%00", "..%2f", "not-an-id"]) {
      expect((await problemOf("GET", `${SESSIONS}/${wrong}`, { token })).code).toBe("not_found");
      expect((await problemOf("GET", `${SESSIONS}/${id}/handoffs/${wrong}`, { token })).code).toBe(
        "not_found",
      );
    }
    const problem = await problemOf("PATCH", `${SESSIONS}/${id}`, { token, body: { team_id: "42" } });
    expect([problem.status, pointers(problem)]).toEqual([422, ["/team_id"]]);
  });

  it("may be written in upper case and come back in lower case", async () => {
    const desk = await makeHelpDesk();
    const { key, handoff, session } = await handOff(desk);
    const { token } = desk.priya;
    const path = `${SESSIONS}/${session.id.toUpperCase()}`;
    expect((await json<Session>(200, "GET", path, { token })).id).toBe(session.id);
    const claimed = `${path}/handoffs/${key.handoff_id.toUpperCase()}/claim`;
    expect(await json(200, "POST", claimed, { token, body: {} })).toMatchObject({ id: handoff.id });
    const body = { reason: "Hers", to_user_id: desk.olivia.id.toUpperCase() };
    const reassigned = await json(200, "POST", claimed.replace("claim", "reassign"), { token, body });
    expect(reassigned).toMatchObject({ claimed_by: desk.olivia.id });
  });

  it("of nobody, or of another account, are refused where a body names them", async () => {
    const [desk, other] = [await makeHelpDesk(), await makeHelpDesk()];
    const { id } = await openSession(desk);
    const path = `${SESSIONS}/${id}/handoff`;
    for (const to_user_id of [newId(), other.priya.id]) {
      const body = { intent: "escalate", to_user_id };
      const detail = "There is no such active engineer, admin or owner.";
      expect(await problemOf("POST", path, { token: desk.sam.token, body })).toEqual(
        problemBody("validation_failed", detail, path, { errors: [{ pointer: "/to_user_id", detail }] }),
      );
    }
  });
});
