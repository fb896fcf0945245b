import { sql } from "drizzle-orm";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { openDb } from "../../src/db/client.ts";
import { ORIGIN, json } from "../support/call.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { problemBody } from "../support/problem-body.ts";
import { workerWith } from "../support/worker-with.ts";

const PATHS = ["/api/v1/demo/people", "/api/v1/demo/sign-in", "/dev/mail", "/dev/mail.json"];

describe("without DEMO_MODE", () => {
  it.each([["off"], [""], [undefined], ["true"], ["ON"]])("set to %j there is no demo", async (DEMO_MODE) => {
    const { sam } = await makeHelpDesk();
    const logins = () => openDb(env.DB).all(sql`SELECT id FROM logins WHERE user_id = ${sam.id}`);
    const before = await logins();
    for (const path of PATHS) {
      for (const method of ["GET", "POST", "PUT"]) {
        const body = method === "GET" ? {} : { body: JSON.stringify({ email: sam.email }) };
        const headers = { "content-type": "application/json", authorization: `Bearer ${sam.token}` };
        const response = await workerWith(
          { DEMO_MODE },
          new Request(ORIGIN + path, { method, headers, ...body }),
        );
        expect(response.status).toBe(404);
        expect(await response.json()).toMatchObject({ code: "not_found", instance: path });
      }
    }
    expect(await logins()).toEqual(before);
  });

  it("the sign-in by address is no part of the other sign-in either", async () => {
    const { sam } = await makeHelpDesk();
    const path = "/api/v1/auth/demo-sign-in";
    const init = { method: "POST", body: JSON.stringify({ email: sam.email }) };
    const headers = { "content-type": "application/json" };
    for (const DEMO_MODE of ["off", "on"]) {
      const response = await workerWith({ DEMO_MODE }, new Request(ORIGIN + path, { ...init, headers }));
      expect(await response.json()).toEqual(
        problemBody("not_found", "There is nothing at this address.", path),
      );
    }
  });
});

describe("with DEMO_MODE on", () => {
  it("signs a demo person in by address, with a token and a cookie that others cannot read", async () => {
    const { sam, account } = await makeHelpDesk();
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify({ email: sam.email.toUpperCase() }) };
    const response = await workerWith({}, new Request(`${ORIGIN}/api/v1/demo/sign-in`, init));
    const signedIn = await response.json<{ token: string }>();
    expect(signedIn).toEqual({
      token: expect.any(String),
      user: { id: sam.id, name: "Sam", email: sam.email },
      account: { id: account.id, name: account.name },
      role: "engineer",
    });
    expect(response.headers.get("set-cookie")).toMatch(
      /^__Secure-baton\.session_token=.*HttpOnly; Secure; SameSite=Lax/,
    );
    expect(await json(200, "GET", "/api/v1/me", { token: signedIn.token })).toMatchObject({
      role: "engineer",
    });
  });
});
