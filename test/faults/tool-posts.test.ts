import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { findingsOf } from "../support/audited.ts";
import { Mortal } from "../support/crash.ts";
import { type FaultWorld, makeFaultWorld } from "../support/fault-world.ts";
import { ledgerOf, logOf } from "../support/rows.ts";
import { settlePromises } from "../support/settle-promises.ts";
import { ORIGIN, call } from "../support/call.ts";
import { problemBody } from "../support/problem-body.ts";
import { workerWith } from "../support/worker-with.ts";
import { type Tool, alertsOf, cardsOf, makeTool, postsOf } from "../support/tool.ts";

/** Every moment in the long suite; in the short one, every other, beginning with the first. */
const STRIDE = env.BATON_FAULTS === "long" ? 1 : 2;
const BODY = { summary: "Disk full", dedup_key: "disk" };

const post = (world: FaultWorld, tool: Tool, body: object, mortal?: Mortal) =>
  world.send("POST", `/inbound/${tool.key}`, "", body, mortal);

async function makeWorld() {
  await settlePromises();
  const world = await makeFaultWorld();
  return { world, tool: await makeTool(world.desk) };
}

test("a process that ends anywhere while a tool posts leaves nothing half-written: the tool tries again, and there is one card, told once", async () => {
  const counted = new Mortal();
  const first = await makeWorld();
  await post(first.world, first.tool, BODY, counted);
  expect(counted.moments).toBeGreaterThan(3);
  for (let moment = 1; moment <= counted.moments; moment += STRIDE) {
    const { world, tool } = await makeWorld();
    const mortal = new Mortal(moment);
    await post(world, tool, BODY, mortal);
    const where = mortal.diedAt ?? "";
    expect(where).not.toBe("");
    const written = (await cardsOf(world.desk)).length;
    const rows = [await alertsOf(world.desk), await postsOf(world.desk), await logOf(world.desk.account)];
    expect(
      rows.map(({ length }) => length),
      where,
    ).toEqual([written, written, written]);
    expect((await post(world, tool, BODY))?.status, where).toBe(written === 1 ? 200 : 201);
    await world.later(2);
    const cards = await cardsOf(world.desk);
    expect(cards, where).toMatchObject([{ status: "open", occurrences: written + 1 }]);
    const ledger = await ledgerOf(world.desk.account, cards[0]?.id ?? "");
    expect(
      ledger.map(({ status }) => status),
      where,
    ).toEqual(["sent", "sent", "sent", "sent"]);
    expect((await world.postmark.read()).arrived, where).toHaveLength(4);
    expect(await findingsOf(world.desk.account), where).toEqual([]);
    const seqs = (await logOf(world.desk.account)).map(({ seq }) => seq);
    expect(seqs, where).toEqual(seqs.map((_, index) => index + 1));
  }
});

test("a process that ends anywhere while a tool resolves: it is over once, whoever says so again", async () => {
  const over = { dedup_key: "disk", action: "resolve" };
  const counted = new Mortal();
  const first = await makeWorld();
  await post(first.world, first.tool, BODY);
  await post(first.world, first.tool, over, counted);
  for (let moment = 1; moment <= counted.moments; moment += STRIDE) {
    const { world, tool } = await makeWorld();
    await post(world, tool, BODY);
    const mortal = new Mortal(moment);
    await post(world, tool, over, mortal);
    expect((await post(world, tool, over))?.status).toBe(200);
    await world.later(2);
    const where = mortal.diedAt ?? "";
    expect(await cardsOf(world.desk), where).toMatchObject([{ status: "resolved" }]);
    const types = (await logOf(world.desk.account)).map(({ type }) => type);
    expect(
      types.filter((type) => type.endsWith("_resolved")),
      where,
    ).toEqual(["handoff_resolved", "session_resolved"]);
    expect(await findingsOf(world.desk.account), where).toEqual([]);
  }
});

/** A database that fails at its second batch, before it is carried out or after it, when nobody hears of it. */
function failingOnce(when: "before" | "after", words: string): object {
  let batches = 0;
  const batch = async (all: D1PreparedStatement[]) => {
    const fails = ++batches === 2;
    if (fails && when === "before") throw new Error(words);
    const rows = await env.DB.batch(all);
    if (fails) throw new Error(words);
    return rows;
  };
  return { DB: { prepare: (text: string) => env.DB.prepare(text), batch } };
}

const event = {
  event_action: "trigger",
  payload: { summary: "Disk full", source: "srv1", severity: "error" },
};

test.each(["before", "after"] as const)(
  "a database that fails %s the write is a 5xx problem at every address, and the tool's next try finds or makes one card",
  async (when) => {
    for (const [words, status] of [
      ["D1 DB is overloaded.", 503],
      ["D1_ERROR: disk I/O error", 500],
    ] as const) {
      const { world, tool } = await makeWorld();
      const own = `/api/v1/inbound/${tool.key}`;
      const tries: [string, object, number][] = [
        [own, { summary: "Disk full", dedup_key: "own" }, 1],
        ["/v2/enqueue", { ...event, routing_key: tool.key, dedup_key: "enqueued" }, 2],
        [`${own}/opsgenie/v2/alerts`, { message: "Disk full", alias: "opsgenie" }, 3],
      ];
      for (const [path, body, cards] of tries) {
        const headers = { "content-type": "application/json" };
        const request = new Request(ORIGIN + path, { method: "POST", headers, body: JSON.stringify(body) });
        const answer = await workerWith(failingOnce(when, words), request);
        expect([answer.status, answer.headers.get("retry-after")]).toEqual([
          status,
          status === 503 ? "1" : null,
        ]);
        const shown = path.replace(tool.key, "…");
        const [code, detail] =
          status === 503
            ? (["unavailable", "The database did not answer. Nothing was lost; try again."] as const)
            : (["internal", "The error has been logged. Nothing was half-written."] as const);
        expect(await answer.json()).toEqual(problemBody(code, detail, shown));
        const written = when === "after" ? cards : cards - 1;
        expect(await cardsOf(world.desk)).toHaveLength(written);
        expect(await alertsOf(world.desk)).toHaveLength(written);
        expect((await call("POST", path, { body })).status).toBeLessThan(300);
        expect((await cardsOf(world.desk)).at(-1)).toMatchObject({ occurrences: when === "after" ? 2 : 1 });
        expect(await cardsOf(world.desk)).toHaveLength(cards);
      }
      expect(await findingsOf(world.desk.account)).toEqual([]);
    }
  },
);

test("a process that ends anywhere while a sign of life comes back: the next one resolves the silence, once", async () => {
  const silent = async () => {
    await settlePromises();
    const world = await makeFaultWorld();
    const tool = await makeTool(world.desk, { heartbeat_minutes: 5 });
    await world.later(7);
    expect(await cardsOf(world.desk)).toMatchObject([{ status: "open" }]);
    return {
      world,
      beat: (mortal?: Mortal) => world.send("GET", `/inbound/${tool.key}/heartbeat`, "", undefined, mortal),
    };
  };
  const counted = new Mortal();
  await (await silent()).beat(counted);
  expect(counted.moments).toBeGreaterThan(3);
  for (let moment = 1; moment <= counted.moments; moment += STRIDE) {
    const { world, beat } = await silent();
    const mortal = new Mortal(moment);
    await beat(mortal);
    const where = mortal.diedAt ?? "";
    expect(where).not.toBe("");
    expect((await beat())?.status, where).toBe(204);
    expect(await cardsOf(world.desk), where).toMatchObject([{ status: "resolved" }]);
    const types = (await logOf(world.desk.account)).map(({ type }) => type);
    expect(
      types.filter((type) => type.endsWith("_resolved")),
      where,
    ).toEqual(["handoff_resolved", "session_resolved"]);
  }
});
