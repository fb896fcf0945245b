import { describe, expect, it } from "vitest";
import { resolveSession } from "../../src/domain/sessions/resolve-session.ts";
import { problemOf } from "../support/call.ts";
import { handOff, makeHelpDesk } from "../support/help-desk.ts";
import { problemBody } from "../support/problem-body.ts";
import { everythingOf } from "../support/rows.ts";

const RESOLVED = "The session is resolved.";

async function resolved() {
  const desk = await makeHelpDesk();
  const handed = await handOff(desk);
  await resolveSession(desk.account.as(desk.sam), handed.session.id, { resolution: "Done" });
  return { desk, path: `/api/v1/ai-sessions/${handed.session.id}`, hid: handed.handoff.id };
}

describe("a session that is resolved", () => {
  it.each([
    ["POST", "/handoff", { intent: "escalate" }, RESOLVED],
    ["POST", "/messages", { role: "user", content: "Hello" }, RESOLVED],
    ["POST", "/steps", { title: "Restart", result: "failed" }, RESOLVED],
    ["POST", "/branches", { label: "Driver" }, RESOLVED],
    ["POST", "/resolve", { resolution: "Again" }, RESOLVED],
    ["PATCH", "", { customer: "Contoso" }, RESOLVED],
    ["POST", "/resume", {}, "The session is not paused."],
  ] as const)("takes no more: %s %s", async (method, part, body, detail) => {
    const { desk, path } = await resolved();
    const before = await everythingOf(desk.account);
    expect(await problemOf(method, path + part, { token: desk.sam.token, body })).toEqual(
      problemBody("invalid_transition", detail, path + part),
    );
    expect(await everythingOf(desk.account)).toEqual(before);
  });

  it("has nothing left to pick up", async () => {
    const { desk, path, hid } = await resolved();
    const claim = `${path}/handoffs/${hid}/claim`;
    expect(await problemOf("POST", claim, { token: desk.priya.token, body: {} })).toEqual(
      problemBody("not_open", "The handoff is resolved.", claim),
    );
  });
});
