import { describe, expect, it } from "vitest";
import { newId } from "../../src/platform/new-id.ts";
import { call, problemOf } from "../support/call.ts";
import { handOff, makeHelpDesk } from "../support/help-desk.ts";
import { problemBody } from "../support/problem-body.ts";

const NOTHING = "There is nothing at this address.";

describe("an address", () => {
  it.each([
    "/api/v1/nothing",
    "/api/v1",
    "/api/v2/ai-sessions",
    "/api/v1/ai-sessions/",
    "/api/v1/auth/change-password",
    "/api/v1/auth/list-sessions",
    "/api/v1/auth/organization/create",
  ])("that does not exist is told as a problem: %s", async (path) => {
    for (const method of ["GET", "POST"]) {
      expect(await problemOf(method, path)).toEqual(problemBody("not_found", NOTHING, path));
    }
  });

  it.each([
    ["DELETE", "/api/v1/ai-sessions", "POST, GET"],
    ["PUT", "/api/v1/me", "GET"],
    ["POST", "/api/v1/ai-sessions/queue", "GET"],
    ["PATCH", `/api/v1/ai-sessions/${newId()}/handoff`, "POST"],
    ["GET", `/api/v1/ai-sessions/${newId()}/handoffs/${newId()}/claim`, "POST"],
    ["PATCH", `/api/v1/ai-sessions/${newId()}/documentation`, "POST, GET, PUT"],
    ["POST", "/healthz", "GET"],
    ["POST", "/api/v1/openapi.json", "GET"],
    ["GET", "/api/v1/auth/sign-out", "POST"],
    ["OPTIONS", "/api/v1/ai-sessions", "POST, GET"],
  ])("says which methods it has: %s %s", async (method, path, allow) => {
    const response = await call(method, path);
    expect(response.headers.get("allow")).toBe(allow);
    expect(await response.json()).toEqual(
      problemBody("method_not_allowed", `This address answers ${allow}.`, path),
    );
  });

  it("answers HEAD as GET without its body", async () => {
    const { sam } = await makeHelpDesk();
    const response = await call("HEAD", "/api/v1/me", { token: sam.token });
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });
});

describe("every answer", () => {
  it("carries its own X-Request-Id, whatever it is", async () => {
    const desk = await makeHelpDesk();
    const { key } = await handOff(desk);
    const handoff = `/api/v1/ai-sessions/${key.session_id}/handoffs/${key.handoff_id}`;
    const { token } = desk.priya;
    const answers = await Promise.all([
      call("GET", "/healthz"),
      call("GET", "/api/v1/docs"),
      call("GET", "/problems/not_found"),
      call("GET", "/nothing"),
      call("GET", "/api/v1/me"),
      call("GET", "/api/v1/me", { token }),
      call("PUT", "/api/v1/me", { token }),
      call("GET", handoff, { token }),
      call("POST", `${handoff}/claim`, { token, raw: "{" }),
      call("GET", "/api/v1/ai-sessions/escalations/stream", { headers: { upgrade: "websocket" } }),
      call("POST", "/api/v1/auth/sign-out", { token: desk.olivia.token }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([
      200, 200, 200, 404, 401, 200, 405, 200, 400, 401, 204,
    ]);
    const ids = answers.map(({ headers }) => headers.get("x-request-id"));
    expect(ids.filter((id) => id !== null && /^[\w-]{8,}$/.test(id))).toHaveLength(answers.length);
    expect(new Set(ids).size).toBe(answers.length);
  });

  it("is never kept by a cache and never guessed at by a browser", async () => {
    const { sam } = await makeHelpDesk();
    for (const path of ["/api/v1/me", "/api/v1/ai-sessions/queue", "/api/v1/nothing"]) {
      const { headers } = await call("GET", path, { token: sam.token });
      expect([headers.get("cache-control"), headers.get("x-content-type-options")]).toEqual([
        "no-store",
        "nosniff",
      ]);
    }
  });
});
