import { describe, expect, it } from "vitest";
import { BODY_LIMIT } from "../../src/http/read-body.ts";
import { newId } from "../../src/platform/new-id.ts";
import { type Call, problemOf } from "../support/call.ts";
import { makeHelpDesk, pickedUp } from "../support/help-desk.ts";
import { deactivate } from "../support/people.ts";
import { everythingOf } from "../support/rows.ts";

const nowhere = () => `/api/v1/ai-sessions/${newId()}/handoffs/${newId()}/release`;
const TOO_LARGE = JSON.stringify({ reason: "x".repeat(BODY_LIMIT) });
const AS_TEXT = { headers: { "content-type": "text/plain" } };

/** Each test makes two mistakes at once; the one that the contract checks first is told. */
describe("the order of the checks", () => {
  async function world() {
    const desk = await makeHelpDesk();
    const { key } = await pickedUp(desk);
    const gone = await desk.account.member("viewer", "Gone");
    await deactivate(desk.account, gone);
    const path = `/api/v1/ai-sessions/${key.session_id}/handoffs/${key.handoff_id}/release`;
    return { ...desk, gone, key, path };
  }
  type World = Awaited<ReturnType<typeof world>>;

  const pairs: [string, string, (of: World) => [string, string, Call]][] = [
    ["the route, then the login", "not_found", () => ["POST", "/api/v1/nothing", {}]],
    ["the method, then the login", "method_not_allowed", ({ path }) => ["DELETE", path, {}]],
    ["the login, then the role", "unauthenticated", ({ path }) => ["POST", path, { token: "unknown" }]],
    ["the account, then the role", "no_account", ({ path, gone }) => ["POST", path, { token: gone.token }]],
    [
      "the role, then the resource",
      "forbidden",
      ({ vik }) => ["POST", nowhere(), { token: vik.token, body: {} }],
    ],
    [
      "the resource, then the media type",
      "not_found",
      ({ priya }) => ["POST", nowhere(), { token: priya.token, raw: "x", ...AS_TEXT }],
    ],
    [
      "the media type, then the size",
      "unsupported_media_type",
      ({ path, priya }) => ["POST", path, { token: priya.token, raw: TOO_LARGE, ...AS_TEXT }],
    ],
    [
      "the size, then the body",
      "payload_too_large",
      ({ path, priya }) => ["POST", path, { token: priya.token, raw: `${TOO_LARGE}{` }],
    ],
    [
      "the body, then the holder",
      "validation_failed",
      ({ path, sam }) => ["POST", path, { token: sam.token, body: {} }],
    ],
    [
      "broken JSON, then the holder",
      "malformed_json",
      ({ path, sam }) => ["POST", path, { token: sam.token, raw: "{" }],
    ],
    [
      "the resource, then the size",
      "not_found",
      ({ priya }) => ["POST", nowhere(), { token: priya.token, raw: TOO_LARGE }],
    ],
    [
      "the resource, then the body",
      "not_found",
      ({ priya }) => ["POST", nowhere(), { token: priya.token, body: { unknown: 1 } }],
    ],
    [
      "the resource, then the idempotency key",
      "not_found",
      ({ priya }) => [
        "POST",
        nowhere(),
        { token: priya.token, body: { reason: "x" }, headers: { "idempotency-key": "k".repeat(256) } },
      ],
    ],
    [
      "the holder, then the state",
      "forbidden",
      ({ path, priya }) => [
        "POST",
        path.replace("release", "withdraw"),
        { token: priya.token, body: { reason: "Not mine to withdraw, and claimed" } },
      ],
    ],
  ];

  it.each(pairs)("is %s", async (_, code, make) => {
    const of = await world();
    const before = await everythingOf(of.account);
    expect((await problemOf(...make(of))).code).toBe(code);
    expect(await everythingOf(of.account)).toEqual(before);
  });
});
