import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { MailJob } from "../../../src/contract/mail-job.ts";
import { openDb } from "../../../src/db/client.ts";
import { admitPost } from "../../../src/domain/integrations/admit-post.ts";
import { sha256 } from "../../../src/platform/sha256.ts";
import { unseal } from "../../../src/platform/seal.ts";
import { makeHelpDesk } from "../../support/help-desk.ts";
import { problemBody } from "../../support/problem-body.ts";
import { ledgerOf, logOf } from "../../support/rows.ts";
import { alertsOf, cardsOf, makeTool, postsOf, taken } from "../../support/tool.ts";

const MINUTE = 60_000;

describe("the limit of a key", () => {
  it("is exact, however many posts come at the same moment", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk, { posts_per_minute: 20 });
    const db = openDb(env.DB);
    const hash = await sha256(tool.key);
    const now = Date.now();
    const all = await Promise.all(Array.from({ length: 60 }, () => admitPost(db, hash, now)));
    expect(all.filter((one) => one?.admitted)).toHaveLength(20);
    expect(all.filter((one) => one?.admitted === false).every((one) => one?.allowance.left === 0)).toBe(true);
    const next = await admitPost(db, hash, now + MINUTE);
    expect(next).toMatchObject({ admitted: true, allowance: { limit: 20, left: 19 } });
  });

  it("is told in headers; what comes past it is refused, and can be tried again when the minute is over", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk, { posts_per_minute: 1 });
    const first = await tool.post({ summary: "x" });
    expect(first.headers.get("ratelimit-policy")).toBe('"posts";q=1;w=60');
    expect(first.headers.get("ratelimit")).toMatch(/^"posts";r=0;t=\d+$/);
    await first.body?.cancel();
    let refused = await tool.post({ summary: "x" });
    // The minute may have ended just now.
    if (refused.status === 201) refused = await tool.post({ summary: "x" });
    expect(refused.status).toBe(429);
    const seconds = Number(refused.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(refused.headers.get("ratelimit")).toBe(`"posts";r=0;t=${seconds}`);
    expect(await refused.json()).toEqual(
      problemBody("rate_limited", "This key has had its posts of this minute.", "/api/v1/inbound/…"),
    );
  });

  it("keeps a few of what it refuses, and tells the owners once", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk, { posts_per_minute: 1 });
    await Promise.all(Array.from({ length: 40 }, () => tool.post({ summary: "x" }).then((r) => r.text())));
    const posts = await postsOf(desk);
    const limited = posts.filter(({ outcome }) => outcome === "limited");
    expect(limited.length).toBeGreaterThan(0);
    expect(limited.length).toBeLessThanOrEqual(20);
    expect(limited[0]).toMatchObject({ answer_status: 429, detail: "Over the limit of 1 posts a minute." });
    const jobs = await desk.account.db.all<{ payload: string }>(
      sql`SELECT payload FROM outbox WHERE account_id = ${desk.account.id} AND subject_id = ${tool.id}`,
    );
    expect(jobs).toHaveLength(1);
    const payload = jobs[0]?.payload;
    if (payload) {
      const mail = MailJob.parse(JSON.parse(await unseal(env.BETTER_AUTH_SECRET, payload)));
      expect(mail).toMatchObject({
        to: desk.olivia.email,
        content: { subject: "Watchtower posts more than Baton takes" },
      });
    }
  });
});

describe("a storm", () => {
  it("of a thousand different alerts is ten cards and one that counts the others; nothing is lost, and each is resolved", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk, { posts_per_minute: 10_000 });
    const names = Array.from({ length: 1_000 }, (_, index) => `alert-${index}`);
    const each = async (send: (name: string) => Promise<unknown>) => {
      for (let from = 0; from < names.length; from += 50)
        await Promise.all(names.slice(from, from + 50).map(send));
    };
    await each((name) => taken(tool.post({ summary: name, dedup_key: name })));
    const cards = await cardsOf(desk);
    const storm = cards.filter(({ occurrences }) => occurrences > 1);
    const single = cards.filter(({ occurrences }) => occurrences === 1);
    expect(storm).toHaveLength(1);
    expect(single.length + (storm[0]?.occurrences ?? 0)).toBe(1_000);
    // The turn of a minute within the first ten begins to count anew.
    expect(single.length).toBeGreaterThanOrEqual(10);
    expect(single.length).toBeLessThan(20);
    expect(storm[0]).toMatchObject({ priority: "high", intent: "escalate", status: "open" });
    expect(await ledgerOf(desk.account, storm[0]?.id ?? "")).toHaveLength(4);
    const alerts = await alertsOf(desk);
    expect(new Set(alerts.map(({ dedup_key }) => dedup_key))).toEqual(new Set(names));
    const seqs = (await logOf(desk.account)).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    await each((name) => taken(tool.post({ dedup_key: name, action: "resolve" })));
    expect((await cardsOf(desk)).every(({ status }) => status === "resolved")).toBe(true);
    expect((await alertsOf(desk)).every(({ status }) => status === "resolved")).toBe(true);
  });

  it("says live how many of its alerts are left, and ends with the last", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk, { posts_per_minute: 1_000 });
    for (let index = 0; index < 13; index++) await taken(tool.post({ summary: "x", dedup_key: `${index}` }));
    const storm = (await cardsOf(desk)).find(({ occurrences }) => occurrences > 1);
    const bundled = (await alertsOf(desk)).filter(({ handoff_id }) => handoff_id === storm?.id);
    expect(bundled.length).toBe(storm?.occurrences);
    for (const { dedup_key } of bundled) await taken(tool.post({ dedup_key, action: "resolve" }));
    const told = (await logOf(desk.account)).filter((event) => event.handoff_id === storm?.id);
    const left = told.flatMap((event) => ("open_alerts" in event ? [event.open_alerts] : []));
    expect(left).toEqual(bundled.slice(1).map((_, index) => bundled.length - 1 - index));
    expect(told.findLast(({ type }) => type !== "handoff_updated")?.type).toBe("handoff_resolved");
    expect((await postsOf(desk)).filter(({ outcome }) => outcome === "bundled")).toHaveLength(bundled.length);
  });

  it("is over for what comes later", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk, { posts_per_minute: 1_000 });
    for (let index = 0; index < 12; index++) await taken(tool.post({ summary: "x", dedup_key: `${index}` }));
    expect((await cardsOf(desk)).length).toBe(11);
    await desk.account.db.all(sql`UPDATE integrations SET storm_minute = storm_minute - ${5 * MINUTE},
      storm_until = storm_until - ${5 * MINUTE} WHERE id = ${tool.id}`);
    expect(await taken(tool.post({ summary: "later" }))).toMatchObject({ is_new: true });
    expect((await cardsOf(desk)).length).toBe(12);
  });
});
