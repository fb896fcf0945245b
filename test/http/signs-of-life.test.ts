import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { NewIntegration } from "../../src/contract/integration.ts";
import { admitBeat } from "../../src/domain/integrations/heartbeat.ts";
import { sha256 } from "../../src/platform/sha256.ts";
import { call, problemOf } from "../support/call.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { problemBody } from "../support/problem-body.ts";
import { signedHeaders } from "../support/signed-headers.ts";
import { makeTool, postsOf, taken } from "../support/tool.ts";

const MINUTE = 60_000;
const SHOWN = "/api/v1/inbound/…/heartbeat";

async function makeAlive(input: Partial<NewIntegration> = {}) {
  const desk = await makeHelpDesk();
  const tool = await makeTool(desk, { heartbeat_minutes: 5, ...input });
  const path = `/api/v1/inbound/${tool.key}/heartbeat`;
  const beat = (method = "GET", headers: Record<string, string> = {}, raw?: string) =>
    call(method, path, { headers, ...(raw !== undefined && { raw }) });
  const seen = async () => {
    const [row] = await desk.account.db.all<{ at: number | null; due: number }>(
      sql`SELECT heartbeat_at AS at, heartbeat_due_at AS due FROM integrations WHERE id = ${tool.id}`,
    );
    return row ?? { at: null, due: 0 };
  };
  return { desk, tool, path, beat, seen };
}

describe("a sign of life", () => {
  it("is a 204 by GET and by POST, and moves the moment at which silence is noticed", async () => {
    const { tool, beat, seen } = await makeAlive();
    for (const method of ["GET", "POST"]) {
      expect((await beat(method)).status).toBe(204);
      const { at, due } = await seen();
      expect(due - (at ?? 0)).toBe(5 * MINUTE);
    }
    const bearer = { headers: { authorization: `Bearer ${tool.key}` } };
    expect((await call("POST", "/api/v1/inbound/heartbeat", bearer)).status).toBe(204);
  });

  it("with an unknown key is a 401", async () => {
    const path = `/api/v1/inbound/${"a".repeat(32)}/heartbeat`;
    expect(await problemOf("GET", path)).toEqual(
      problemBody("unauthenticated", "Send the key of an integration.", SHOWN),
    );
  });
});

describe("the limit of signs of life", () => {
  it("is the key's own, told in headers; what comes past it is refused and kept, and nobody takes it for silence", async () => {
    const { desk, path, beat, seen } = await makeAlive({ posts_per_minute: 2 });
    const first = await beat();
    expect(first.headers.get("ratelimit-policy")).toBe('"posts";q=2;w=60');
    expect(first.headers.get("ratelimit")).toMatch(/^"posts";r=1;t=\d+$/);
    const answers = [];
    // The minute may end once in between.
    for (let times = 0; times < 5; times++) answers.push((await beat()).status);
    expect(answers).toContain(429);
    expect((await seen()).at).not.toBe(null);
    const refused = await beat();
    if (refused.status === 429) {
      const seconds = Number(refused.headers.get("retry-after"));
      expect(refused.headers.get("ratelimit")).toBe(`"posts";r=0;t=${seconds}`);
      expect(await problemOf("GET", path)).toEqual(
        problemBody("rate_limited", "This key has had its posts of this minute.", SHOWN),
      );
    }
    expect((await postsOf(desk))[0]).toMatchObject({ outcome: "limited", answer_status: 429, body: "" });
    const mails = await desk.account.db.all(sql`SELECT 1 FROM outbox WHERE account_id = ${desk.account.id}`);
    expect(mails).toHaveLength(1);
  });

  it("is exact, however many come at the same moment", async () => {
    const { desk, tool } = await makeAlive({ posts_per_minute: 20 });
    const hash = await sha256(tool.key);
    const now = Date.now();
    const all = await Promise.all(Array.from({ length: 60 }, () => admitBeat(desk.account.db, hash, now)));
    expect(all.filter((one) => one?.admitted)).toHaveLength(20);
  });

  it("is not used up by posts, nor uses theirs up: a storm never makes a tool look dead", async () => {
    const { tool, beat, seen } = await makeAlive({ posts_per_minute: 1 });
    for (let times = 0; times < 3; times++) await (await tool.post({ summary: "x" })).text();
    expect((await beat()).status).toBe(204);
    expect((await seen()).at).not.toBe(null);
    const other = await makeAlive({ posts_per_minute: 1 });
    for (let times = 0; times < 3; times++) await (await other.beat()).text();
    expect(await taken(other.tool.post({ summary: "x" }))).toMatchObject({ is_new: true });
  });
});

describe("a sign of life of an integration that signs", () => {
  it("is heard when it is signed, over its body or over none", async () => {
    const { tool, beat, seen } = await makeAlive({ signed: true });
    expect((await beat("GET", await signedHeaders(tool.secret, ""))).status).toBe(204);
    const { at, due } = await seen();
    expect(due - (at ?? 0)).toBe(5 * MINUTE);
    const body = '{"up":true}';
    expect((await beat("POST", await signedHeaders(tool.secret, body), body)).status).toBe(204);
  });

  it.each([
    [
      "unsigned",
      async () => ({}),
      "This integration takes signed posts only: send webhook-id, webhook-timestamp and webhook-signature.",
    ],
    [
      "signed six minutes ago",
      (secret: string) => signedHeaders(secret, "", Math.floor(Date.now() / 1000) - 360),
      "webhook-timestamp must be the present time in seconds, to within five minutes.",
    ],
    [
      "signed over another body",
      (secret: string) => signedHeaders(secret, "{}"),
      "The signature does not fit the body.",
    ],
  ])("is not heard %s: who has overheard the key cannot make a dead tool look alive", async (...given) => {
    const [, headers, words] = given;
    const { desk, tool, path, seen } = await makeAlive({ signed: true });
    const before = await seen();
    const problem = await problemOf("GET", path, { headers: await headers(tool.secret) });
    expect(problem).toEqual(problemBody("unauthenticated", words, SHOWN));
    expect(await seen()).toEqual(before);
    expect(await postsOf(desk)).toMatchObject([{ outcome: "refused", answer_status: 401, detail: words }]);
  });
});
