import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { findingsOf } from "../support/audited.ts";
import { Mortal } from "../support/crash.ts";
import { type FaultWorld, makeFaultWorld } from "../support/fault-world.ts";
import { ledgerOf, logOf } from "../support/rows.ts";
import { settlePromises } from "../support/settle-promises.ts";
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
}, 60_000);

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
}, 60_000);
