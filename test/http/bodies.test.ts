import { describe, expect, it } from "vitest";
import { BODY_LIMIT } from "../../src/http/read-body.ts";
import { makeAccount } from "../support/factories.ts";
import { type Call, call, json, problemOf } from "../support/call.ts";
import { problemBody } from "../support/problem-body.ts";
import { everythingOf } from "../support/rows.ts";

const PATH = "/api/v1/ai-sessions";
const nested = (levels: number) => `{"intake_content":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;
const deep = (levels: number) =>
  `{"intake_content":{"a":${"[".repeat(levels - 2)}${"]".repeat(levels - 2)}}}`;
/** A body whose length is not declared. */
const chunked = (...chunks: string[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
const NOT_JSON = "The body is not valid JSON in UTF-8.";
const LARGE = `The body may have at most ${BODY_LIMIT} bytes.`;

async function engineer() {
  const account = await makeAccount();
  return { account, token: (await account.member("engineer")).token };
}

/** Sends it and proves that nothing was written. */
async function refused(given: Call): Promise<unknown> {
  const { account, token } = await engineer();
  const before = await everythingOf(account);
  const problem = await problemOf("POST", PATH, { token, ...given });
  expect(await everythingOf(account)).toEqual(before);
  return problem;
}

describe("a body that is not JSON", () => {
  it.each(["{", "{'a':1}", '{"problem_summary":"x",}', "nothing", '"\u0000'])(
    "%j is refused",
    async (raw) => {
      expect(await refused({ raw })).toEqual(problemBody("malformed_json", NOT_JSON, PATH));
    },
  );

  it("is refused when its bytes are not UTF-8", async () => {
    const raw = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    expect(await refused({ raw })).toEqual(problemBody("malformed_json", NOT_JSON, PATH));
  });

  it.each(["[]", "null", "7", '"text"', "true"])("%s is JSON, but no object", async (raw) => {
    const problem = await refused({ raw });
    expect(problem).toMatchObject({ code: "validation_failed", errors: [{ pointer: "" }] });
  });
});

describe("the type of a body", () => {
  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
  ])("%s is refused", async (type) => {
    const detail = `Send Content-Type: application/json (not ${type}).`;
    expect(await refused({ raw: "{}", headers: { "content-type": type } })).toEqual(
      problemBody("unsupported_media_type", detail, PATH),
    );
  });

  it("must be named when there is a body", async () => {
    const { token } = await engineer();
    const raw = new TextEncoder().encode("{}");
    const headers = { "content-type": "" };
    const problem = await problemOf("POST", PATH, { token, raw, headers });
    expect(problem.code).toBe("unsupported_media_type");
  });

  it.each(["application/json; charset=utf-8", "APPLICATION/JSON", "application/vnd.baton+json"])(
    "%s is JSON",
    async (type) => {
      const { token } = await engineer();
      const made = await json(201, "POST", PATH, { token, body: {}, headers: { "content-type": type } });
      expect(made).toMatchObject({ status: "active" });
    },
  );

  it("does not matter where there is no body: it counts as an empty object", async () => {
    const { token } = await engineer();
    expect((await call("POST", PATH, { token })).status).toBe(201);
  });
});

describe("the size of a body", () => {
  const filled = (bytes: number) => `{"intake_content":{"a":"${"x".repeat(bytes - 27)}"}}`;

  it("may be 256 KiB and not a byte more, whether it is declared or comes in pieces", async () => {
    const { token } = await engineer();
    expect(filled(BODY_LIMIT)).toHaveLength(BODY_LIMIT);
    expect((await call("POST", PATH, { token, raw: filled(BODY_LIMIT) })).status).toBe(201);
    const large = problemBody("payload_too_large", LARGE, PATH);
    expect(await refused({ raw: filled(BODY_LIMIT + 1) })).toEqual(large);
    const pieces = filled(BODY_LIMIT + 1);
    expect(await refused({ raw: chunked(pieces.slice(0, 1_000), pieces.slice(1_000)) })).toEqual(large);
    const whole = filled(BODY_LIMIT);
    expect(
      (await call("POST", PATH, { token, raw: chunked(whole.slice(0, 9), whole.slice(9)) })).status,
    ).toBe(201);
  });
});

describe("the depth of a body", () => {
  it("may be 32 levels of objects and lists, and no more", async () => {
    const { token } = await engineer();
    expect((await call("POST", PATH, { token, raw: deep(32) })).status).toBe(201);
    const detail = "The body is nested deeper than 32 levels.";
    for (const raw of [deep(33), nested(1_000), nested(100_000)]) {
      expect(await refused({ raw })).toEqual(problemBody("bad_request", detail, PATH));
    }
  });
});
