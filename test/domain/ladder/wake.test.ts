import { expect, it } from "vitest";
import { claimHandoff } from "../../../src/domain/handoffs/claim-handoff.ts";
import { releaseHandoff } from "../../../src/domain/handoffs/release-handoff.ts";
import { iso } from "../../../src/platform/iso.ts";
import { NOON } from "../../support/factories.ts";
import { MINUTE, handOff, makeHelpDesk } from "../../support/help-desk.ts";
import { lookAt, promisesOf } from "../../support/ladder.ts";
import { deactivate } from "../../support/people.ts";
import { handoffRow, logOf } from "../../support/rows.ts";

const at = (minute: number) => NOON + MINUTE + minute * MINUTE;
const parked = (wake: number) => ({ intent: "park" as const, wake_at: iso(at(wake)) });

it("a parked session reminds its engineer at the moment they chose, once", async () => {
  const desk = await makeHelpDesk();
  const handed = await handOff(desk, parked(90));
  expect(await lookAt(desk, handed, 90 - 1 / MINUTE)).toBe(false);
  expect(await lookAt(desk, handed, 90)).toBe(true);
  expect(await lookAt(desk, handed, 500)).toBe(false);
  expect(await promisesOf(desk.account, handed)).toEqual(["0 wake Sam pending"]);
  expect((await logOf(desk.account)).slice(1)).toMatchObject([
    { type: "handoff_reminded", status: "open", recipients: [{ id: desk.sam.id, name: "Sam" }] },
  ]);
  expect(await handoffRow(desk.account, handed.handoff.id)).toMatchObject({
    status: "open",
    next_action_at: null,
  });
});

it("an engineer who has left is not woken, and the time is over all the same", async () => {
  const desk = await makeHelpDesk();
  const handed = await handOff(desk, parked(90));
  await deactivate(desk.account, desk.sam);
  expect(await lookAt(desk, handed, 90)).toBe(true);
  expect(await promisesOf(desk.account, handed)).toEqual([]);
  expect((await logOf(desk.account)).slice(1)).toMatchObject([{ type: "handoff_reminded", recipients: [] }]);
  expect(await handoffRow(desk.account, handed.handoff.id)).toMatchObject({ next_action_at: null });
});

it("a parked session without a time reminds nobody, however long it waits", async () => {
  const desk = await makeHelpDesk();
  const handed = await handOff(desk, { intent: "park" });
  expect(await lookAt(desk, handed, 100_000)).toBe(false);
  expect(await promisesOf(desk.account, handed)).toEqual([]);
});

it("a time that passed while somebody held it comes when they release it; one that rang before does not come again", async () => {
  const desk = await makeHelpDesk();
  const handed = await handOff(desk, parked(10));
  const hold = async (from: number, to: number) => {
    await claimHandoff(desk.account.as(desk.priya, at(from)), handed.key, {});
    await releaseHandoff(desk.account.as(desk.priya, at(to)), handed.key, { reason: "Back" });
  };
  await hold(5, 20);
  expect(await lookAt(desk, handed, 20)).toBe(true);
  await hold(30, 40);
  expect(await lookAt(desk, handed, 40)).toBe(false);
  expect(await promisesOf(desk.account, handed)).toEqual(["0 wake Sam pending"]);
});
