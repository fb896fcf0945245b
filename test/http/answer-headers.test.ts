import { expect, it } from "vitest";
import { call } from "../support/call.ts";
import { makeHelpDesk } from "../support/help-desk.ts";

const SAFE = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "x-frame-options": "SAMEORIGIN",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=15552000",
  "cross-origin-resource-policy": "same-origin",
};

it.each([
  ["as usual", {}],
  ["with an upgrade that is none of ours", { upgrade: "h2c", connection: "Upgrade, HTTP2-Settings" }],
  ["with a WebSocket upgrade where there is no stream", { upgrade: "websocket" }],
])(
  "an answer has its security headers and is kept nowhere, asked for %s",
  async (_, headers: Record<string, string>) => {
    const { sam } = await makeHelpDesk();
    for (const path of ["/api/v1/me", "/api/v1/ai-sessions/queue", "/api/v1/nowhere"]) {
      const answer = await call("GET", path, { token: sam.token, headers });
      expect(answer.status).toBe(path.endsWith("nowhere") ? 404 : 200);
      expect(Object.fromEntries(answer.headers)).toMatchObject(SAFE);
      expect(answer.headers.get("x-request-id")).toMatch(/\S/);
    }
  },
);

it("a refused stream has them too", async () => {
  const path = "/api/v1/ai-sessions/escalations/stream";
  for (const upgrade of ["h2c", "websocket"]) {
    const answer = await call("GET", path, { headers: { upgrade } });
    expect(answer.status).toBe(401);
    expect(Object.fromEntries(answer.headers)).toMatchObject(SAFE);
  }
});
