import { expect, it } from "vitest";
import type { EscalationPolicy } from "../../../src/contract/escalation-policy.ts";
import type { NextEscalation } from "../../../src/contract/handoff.ts";
import { claimHandoff } from "../../../src/domain/handoffs/claim-handoff.ts";
import { getHandoff } from "../../../src/domain/handoffs/get-handoff.ts";
import { listQueue } from "../../../src/domain/handoffs/list-queue.ts";
import {
  type HandedOffSession,
  type HelpDesk,
  handOff,
  makeHelpDesk,
  MINUTE,
} from "../../support/help-desk.ts";
import { lookAt, promisesOf, setPolicy } from "../../support/ladder.ts";

/** What everybody is told comes next: the handoff itself and its row in the queue say the same. */
async function toldNext(
  { account, vik }: HelpDesk,
  handed: HandedOffSession,
): Promise<NextEscalation | null> {
  const { handoff } = await getHandoff(account.as(vik), handed.key);
  const { items } = await listQueue(account.as(vik), { scope: "all" }, { limit: 50, after: null });
  const row = items.find(({ handoff_id }) => handoff_id === handoff.id);
  expect(row?.next_escalation).toEqual(handoff.next_escalation);
  return handoff.next_escalation;
}

const KINDS = { remind: "reminder", widen: "widened", fallback: "fallback" };

it.each<[string, (adam: string) => Partial<EscalationPolicy>, [number, NextEscalation["step"]][]]>([
  [
    "the usual policy",
    () => ({}),
    [
      [5, "remind"],
      [15, "widen"],
      [45, "remind"],
      [75, "remind"],
    ],
  ],
  [
    "one with a fallback person and steps of their own minutes",
    (fallback_user_id) => ({ fallback_user_id, remind_after_minutes: [3], widen_after_minutes: 10 }),
    [
      [3, "remind"],
      [10, "widen"],
      [40, "fallback"],
      [70, "remind"],
    ],
  ],
])("what is told as the next step is what then happens, by %s", async (_, policy, steps) => {
  const desk = await makeHelpDesk();
  await setPolicy(desk.account, policy(desk.adam.id));
  const handed = await handOff(desk);
  // What is under way keeps its promise.
  await setPolicy(desk.account, { remind_after_minutes: [1], widen_after_minutes: 2 });
  const created = Date.parse(handed.handoff.created_at);
  for (const [minute, step] of steps) {
    const at = new Date(created + minute * MINUTE).toISOString();
    expect(await toldNext(desk, handed)).toEqual({ step, at });
    const before = new Set(await promisesOf(desk.account, handed));
    expect(await lookAt(desk, handed, minute)).toBe(true);
    const promised = (await promisesOf(desk.account, handed)).filter((promise) => !before.has(promise));
    expect(new Set(promised.map((promise) => promise.split(" ")[1]))).toEqual(new Set([KINDS[step]]));
  }
});

it("steps that were missed are told as the one that they will be", async () => {
  const desk = await makeHelpDesk();
  const handed = await handOff(desk);
  await lookAt(desk, handed, 44);
  const at = new Date(Date.parse(handed.handoff.created_at) + 45 * MINUTE).toISOString();
  expect(await toldNext(desk, handed)).toEqual({ step: "remind", at });
});

it("nothing is told of what is parked or held: no ladder is climbed for it", async () => {
  const desk = await makeHelpDesk();
  expect(await toldNext(desk, await handOff(desk, { intent: "park" }))).toBeNull();
  const held = await handOff(desk);
  const { next_escalation } = await claimHandoff(desk.account.as(desk.priya), held.key, {});
  expect([next_escalation, await toldNext(desk, held)]).toEqual([null, null]);
});
