import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { runChores } from "../../src/scheduled/run-chores.ts";
import { escalateSilences } from "../../src/queue/escalate-silences.ts";
import { audited } from "../support/audited.ts";
import { call } from "../support/call.ts";
import { makeFaultWorld } from "../support/fault-world.ts";
import { ledgerOf, logOf, sessionRow } from "../support/rows.ts";
import { settlePromises } from "../support/settle-promises.ts";
import { cardsOf, makeTool } from "../support/tool.ts";

const MINUTE = 60_000;

beforeEach(settlePromises);

async function makeSilentTool() {
  const world = await makeFaultWorld();
  const tool = await makeTool(world.desk, { heartbeat_minutes: 5 });
  const beat = async () => {
    expect((await call("GET", `/api/v1/inbound/${tool.key}/heartbeat`)).status).toBe(204);
  };
  return { world, desk: world.desk, tool, beat };
}

test("silence escalates once, is told by mail, and the next sign of life resolves it", async () => {
  const { world, desk, tool, beat } = await makeSilentTool();
  await beat();
  await world.later(4);
  expect(await cardsOf(desk)).toEqual([]);
  await world.later(3);
  const cards = await cardsOf(desk);
  expect(cards).toMatchObject([{ status: "open", occurrences: 1, intent: "escalate" }]);
  const { arrived } = await world.postmark.read();
  const told = arrived.filter(({ subject }) => subject.includes("No sign of life from Watchtower"));
  expect(told).toHaveLength(4);
  for (const { text } of told)
    expect(text).toContain("Watchtower has escalated this and is asking for help.");
  expect((await ledgerOf(desk.account, cards[0]?.id ?? "")).map(({ status }) => status)).toEqual(
    Array(4).fill("sent"),
  );
  expect((await logOf(desk.account))[0]).toMatchObject({
    type: "handoff_created",
    problem_summary: "No sign of life from Watchtower for 5 minutes",
    actor: { kind: "integration", id: tool.id },
  });
  expect(await audited(desk.account, world.clock.now)).toEqual([]);
  await beat();
  expect(await cardsOf(desk)).toMatchObject([{ status: "resolved" }]);
  await beat();
  world.clock.now = Date.now();
  await world.later(7);
  expect((await cardsOf(desk)).map(({ status }) => status).toSorted()).toEqual(["open", "resolved"]);
});

test("two runs at the same moment escalate it once", async () => {
  const { world, desk } = await makeSilentTool();
  world.clock.now += 6 * MINUTE;
  const done = await Promise.all([1, 2, 3].map(() => escalateSilences(world.deps())));
  expect(done.toSorted()).toEqual([0, 0, 1]);
  expect(await cardsOf(desk)).toMatchObject([{ occurrences: 1 }]);
});

test("a silence that somebody has picked up stays theirs, marked", async () => {
  const { world, desk, beat } = await makeSilentTool();
  await world.later(6);
  const [row] = await desk.account.db.all<{ id: string; session_id: string }>(
    sql`SELECT id, session_id FROM handoffs WHERE account_id = ${desk.account.id}`,
  );
  const key = { session_id: row?.session_id ?? "", handoff_id: row?.id ?? "" };
  await claimHandoff(desk.account.as(desk.priya, world.clock.now), key, {});
  await beat();
  expect(await cardsOf(desk)).toMatchObject([{ status: "claimed", source_resolved_at: expect.any(Number) }]);
  expect(await sessionRow(desk.account, key.session_id)).toMatchObject({ status: "active" });
});

test("raw posts are let go of after seven days, and what came of them stays", async () => {
  const { world, desk, tool } = await makeSilentTool();
  await (await tool.post({ summary: "x" })).text();
  const count = () =>
    desk.account.db.all(sql`SELECT 1 FROM integration_posts WHERE account_id = ${desk.account.id}`);
  world.clock.now += 7 * 24 * 60 * MINUTE - MINUTE;
  await desk.account.db.all(sql`UPDATE integrations SET heartbeat_due_at = NULL WHERE id = ${tool.id}`);
  await runChores(world.deps());
  expect(await count()).toHaveLength(1);
  world.clock.now += 2 * MINUTE;
  await runChores(world.deps());
  expect(await count()).toHaveLength(0);
  expect(await cardsOf(desk)).toHaveLength(1);
});
