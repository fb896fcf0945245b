import { describe, expect, it } from "vitest";
import { ORIGIN, call, problemOf } from "../support/call.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { problemBody } from "../support/problem-body.ts";
import { AUTH, SignInRoom, cookieIn } from "./sign-in-room.ts";

const ME = "/api/v1/me";

describe("signing out", () => {
  it("ends this login and its cookie, and leaves the person's others", async () => {
    const { sam } = await makeHelpDesk();
    const room = new SignInRoom();
    const answer = await room.useCode(sam.email, await room.codeFor(sam.email));
    const headers = cookieIn(answer);
    const { token } = await answer.json<{ token: string }>();
    const out = await call("POST", `${AUTH}/sign-out`, { headers: { ...headers, origin: ORIGIN } });
    expect([out.status, await out.text()]).toEqual([204, ""]);
    expect(out.headers.get("set-cookie")).toMatch(
      /^__Secure-baton\.session_token=; Path=\/; Max-Age=0;.*Secure$/,
    );
    for (const given of [{ headers }, { token }]) {
      expect((await problemOf("GET", ME, given)).code).toBe("unauthenticated");
    }
    expect((await call("GET", ME, { token: sam.token })).status).toBe(200);
    expect(await problemOf("POST", `${AUTH}/sign-out`, { token })).toEqual(
      problemBody("unauthenticated", "There is no login to end.", `${AUTH}/sign-out`),
    );
  });

  it("is not done by another site's page", async () => {
    const { sam } = await makeHelpDesk();
    const room = new SignInRoom();
    const headers = cookieIn(await room.useCode(sam.email, await room.codeFor(sam.email)));
    const foreign = { headers: { ...headers, origin: "https://evil.example" } };
    expect((await problemOf("POST", `${AUTH}/sign-out`, foreign)).code).toBe("bad_origin");
    expect((await call("GET", ME, { headers })).status).toBe(200);
  });
});
