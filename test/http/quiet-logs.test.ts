import { env } from "cloudflare:workers";
import { DrizzleQueryError, sql } from "drizzle-orm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { pickUpToken } from "../../src/domain/deliveries/pick-up-token.ts";
import { openDb } from "../../src/db/client.ts";
import { newId } from "../../src/platform/new-id.ts";
import { newHexKey } from "../../src/platform/new-secret.ts";
import { log } from "../../src/platform/log.ts";
import { SEND_CODE, SignInRoom, USE_CODE } from "../identity/sign-in-room.ts";
import { ORIGIN } from "../support/call.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { problemBody } from "../support/problem-body.ts";
import { makeTool } from "../support/tool.ts";
import { workerWith } from "../support/worker-with.ts";

const METHODS = ["log", "info", "warn", "error", "debug"] as const;

/** Everything that was written to the console since. */
function listen(): () => string {
  const spies = METHODS.map((method) => vi.spyOn(console, method).mockImplementation(() => undefined));
  const words = (value: unknown): string => {
    if (!(value instanceof Error)) return typeof value === "string" ? value : JSON.stringify(value);
    return `${value.name} ${value.message} ${value.stack} ${JSON.stringify(value)} ${words(value.cause ?? "")}`;
  };
  return () => spies.flatMap(({ mock }) => mock.calls.flat().map(words)).join("\n");
}

afterEach(() => vi.restoreAllMocks());

/** A database that does not carry out the statements of better-auth that name this table. */
function failingAt(table: string, words: string): object {
  const fail = () => Promise.reject(new Error(words));
  const broken = { bind: () => broken, all: fail, run: fail, raw: fail, first: fail };
  const prepare = (text: string) => (text.includes(table && `"${table}"`) ? broken : env.DB.prepare(text));
  return { DB: { prepare, batch: (all: D1PreparedStatement[]) => env.DB.batch(all) } };
}

const post = (path: string, body: object) => {
  const headers = { "content-type": "application/json" };
  return new Request(ORIGIN + path, { method: "POST", headers, body: JSON.stringify(body) });
};

describe("the log line of a query that failed", () => {
  const secret = `token-${newId()}`;
  const query = new DrizzleQueryError(
    "select * from logins where token = ?",
    [secret],
    new Error("D1 is away"),
  );

  it.each([
    ["by itself", query],
    ["inside another error", new Error("Sign-in failed", { cause: query })],
    ["among others", new AggregateError([query], "Several failed")],
    ["without a cause", new Error(`Failed query: select ?\nparams: ${secret}`)],
  ])("holds none of its parameters: %s", (_, error) => {
    const written = listen();
    log("internal_error", { path: "/" }, error);
    expect(written()).toContain("internal_error");
    expect(written()).not.toContain(secret);
  });

  it("says what went wrong", () => {
    const written = listen();
    log("internal_error", {}, query);
    expect(written()).toContain("D1 is away");
  });
});

describe("a sign-in whose query fails", () => {
  const OVERLOADED = "D1 DB is overloaded. Requests queued for too long.";
  const come_back = "The database did not answer. Nothing was lost; try again.";
  const logged = "The error has been logged. Nothing was half-written.";

  it.each([
    ["verifications", 503, "unavailable", OVERLOADED, come_back],
    ["users", 503, "unavailable", OVERLOADED, come_back],
    ["logins", 503, "unavailable", OVERLOADED, come_back],
    ["logins", 500, "internal", "D1_ERROR: no such column: secret_column", logged],
  ] as const)("at %s is a %i problem, and neither address, code nor token is logged", async (...given) => {
    const [table, status, code, words, detail] = given;
    const { sam } = await makeHelpDesk();
    const room = new SignInRoom();
    const otp = await room.codeFor(sam.email);
    const tokens = sql`SELECT value FROM verifications ORDER BY created_at DESC LIMIT 1`;
    const [{ value } = { value: "" }] = await openDb(env.DB).all<{ value: string }>(tokens);
    const written = listen();
    const answer = await workerWith(failingAt(table, words), post(USE_CODE, { email: sam.email, otp }));
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual(problemBody(code, detail, USE_CODE));
    expect(answer.headers.get("retry-after")).toBe(status === 503 ? "1" : null);
    expect(written()).toContain(words);
    for (const secret of [sam.email, otp, value.split(":")[0] ?? otp, "params:"]) {
      expect(written()).not.toContain(secret);
    }
  });

  it("is one too when the code is asked for", async () => {
    const { sam } = await makeHelpDesk();
    const written = listen();
    const body = { email: sam.email, type: "sign-in" };
    const answer = await workerWith(failingAt("verifications", OVERLOADED), post(SEND_CODE, body));
    expect(await answer.json()).toEqual(problemBody("unavailable", come_back, SEND_CODE));
    expect(written()).toContain(OVERLOADED);
    expect(written()).not.toContain(sam.email);
  });
});

describe("the button of a mail", () => {
  it.each([
    ["shown", {}, 410],
    ["asked for while the database does not answer", failingAt("", "D1 DB is overloaded."), 503],
  ])("is logged without its token when it is %s", async (_, bindings, status) => {
    const link = { delivery_id: newId(), version: 1 };
    const token = await pickUpToken(env.BETTER_AUTH_SECRET, link, Date.now());
    const written = listen();
    const answer = await workerWith(bindings, new Request(`${ORIGIN}/pick-up/${token}`));
    expect(answer.status).toBe(status);
    await answer.body?.cancel();
    expect(written()).toContain('"path":"/pick-up/…"');
    for (const part of token.split(".")) expect(written()).not.toContain(part);
  });
});

describe("a tool's key", () => {
  it.each([
    ["taken", {}, "", 201],
    ["taken at a tool's address", {}, "/grafana", 422],
    ["not understood", {}, "/opsgenie/v2/alerts/x/close", 202],
    ["sent while the database does not answer", failingAt("", "D1 DB is overloaded."), "", 503],
  ])("is in no log line when a post is %s", async (_, bindings, end, status) => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    const written = listen();
    const body = { summary: "secret-summary" };
    const batch = () => Promise.reject(new Error("D1 DB is overloaded."));
    const db = "DB" in bindings ? { DB: { ...(bindings.DB as object), batch } } : {};
    const answer = await workerWith(db, post(`/api/v1/inbound/${tool.key}${end}`, body));
    expect(answer.status).toBe(status);
    const text = await answer.text();
    expect(written()).toContain(`"path":"/api/v1/inbound/…${end}"`);
    for (const secret of [tool.key, "secret-summary"]) expect(written()).not.toContain(secret);
    expect(text).not.toContain(tool.key);
  });

  it.each(["//api/v1/inbound/KEY", "/inbound/KEY", "/v2/enqueue/KEY", "/api/v1/inbound/grafana/KEY"])(
    "is in no log line and no answer when the tool has the address wrong: %s",
    async (address) => {
      const key = newHexKey();
      const written = listen();
      const answer = await workerWith({}, post(address.replace("KEY", key.toUpperCase()), {}));
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ instance: address.replace("KEY", "…") });
      expect(written()).toContain(`"path":"${address.replace("KEY", "…")}"`);
      expect(written().toLowerCase()).not.toContain(key);
    },
  );
});
