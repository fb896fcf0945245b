import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { recordAssessment } from "../../../src/domain/assessment/record-assessment.ts";
import { addNote } from "../../../src/domain/handoffs/add-note.ts";
import { claimHandoff } from "../../../src/domain/handoffs/claim-handoff.ts";
import { reassignHandoff } from "../../../src/domain/handoffs/reassign-handoff.ts";
import { releaseHandoff } from "../../../src/domain/handoffs/release-handoff.ts";
import { writeReadBack } from "../../../src/domain/handoffs/write-read-back.ts";
import { lookAfter } from "../../../src/domain/ladder/look-after.ts";
import type { DomainContext } from "../../../src/domain/context.ts";
import { addMessage } from "../../../src/domain/sessions/add-message.ts";
import { addStep } from "../../../src/domain/sessions/add-step.ts";
import { addBranch } from "../../../src/domain/sessions/branch-session.ts";
import { iso } from "../../../src/platform/iso.ts";
import { NOON } from "../../support/factories.ts";
import { type HandedOffSession, MINUTE, handOff, makeHelpDesk, pickedUp } from "../../support/help-desk.ts";
import { lookAt, promisesOf, setNotifications, setPolicy, systemOf } from "../../support/ladder.ts";
import { asKey, deactivate } from "../../support/people.ts";
import { everythingOf, handoffRow, logOf, sessionRow } from "../../support/rows.ts";

const HANDED_OFF = NOON + MINUTE;
const at = (minute: number) => HANDED_OFF + minute * MINUTE;
// Priya picks up one minute after it was handed off; the lease is half an hour.
const CLAIMED = 1;

describe("a claimed handoff on which nothing happens", () => {
  it("reminds its holder, once, when the lease has run out", async () => {
    const desk = await makeHelpDesk();
    const handed = await pickedUp(desk);
    const before = await everythingOf(desk.account);
    expect(await lookAt(desk, handed, CLAIMED + 30 - 1 / MINUTE)).toBe(false);
    expect(await everythingOf(desk.account)).toEqual(before);

    expect(await lookAt(desk, handed, CLAIMED + 30)).toBe(true);
    expect(await lookAt(desk, handed, CLAIMED + 30)).toBe(false);
    expect(await promisesOf(desk.account, handed)).toEqual(["0 reminder Priya pending"]);
    expect((await logOf(desk.account)).slice(2)).toMatchObject([
      {
        type: "handoff_reminded",
        status: "claimed",
        version: 3,
        recipients: [{ id: desk.priya.id, name: "Priya" }],
      },
    ]);
    expect(await handoffRow(desk.account, handed.handoff.id)).toMatchObject({
      status: "claimed",
      claimed_by: desk.priya.id,
      lease_reminded_at: at(CLAIMED + 30),
      next_action_at: at(CLAIMED + 60),
    });
  });

  it("is not lost over a reminder that the holder's quiet hours kept from them", async () => {
    const desk = await makeHelpDesk();
    const quiet_hours = { start: "12:10", end: "14:00", min_priority: "critical" as const, tz: "UTC" };
    await setNotifications(desk.account, desk.priya, { channels: ["email"], quiet_hours });
    const handed = await pickedUp(desk);
    await lookAt(desk, handed, CLAIMED + 30);
    const two = NOON + 120 * MINUTE;
    expect(await handoffRow(desk.account, handed.handoff.id)).toMatchObject({
      lease_reminded_at: two,
      next_action_at: two + 30 * MINUTE,
    });
    expect(await lookAt(desk, handed, CLAIMED + 100)).toBe(false);
    expect(await lookAt(desk, handed, 149)).toBe(true);
    expect(await handoffRow(desk.account, handed.handoff.id)).toMatchObject({ status: "open" });
  });

  it.each([
    ["escalate", "escalated", at(CLAIMED + 61)],
    ["park", "paused", null],
  ] as const)("goes back to the queue after the same time again (%s)", async (intent, status, next) => {
    const desk = await makeHelpDesk();
    const handed = await pickedUp(desk, { intent });
    await lookAt(desk, handed, CLAIMED + 30);
    await writeTakeOver(desk.account.db, handed);
    expect(await lookAt(desk, handed, CLAIMED + 60)).toBe(true);
    expect(await handoffRow(desk.account, handed.handoff.id)).toMatchObject({
      status: "open",
      claimed_by: null,
      claimed_at: null,
      read_back: null,
      take_over: null,
      lease_reminded_at: null,
      version: 4,
      opened_version: 4,
      next_action_at: next,
    });
    expect(await sessionRow(desk.account, handed.session.id)).toMatchObject({
      status,
      escalated_to_id: null,
    });
    expect((await logOf(desk.account)).at(-1)).toMatchObject({
      type: "handoff_released",
      status: "open",
      version: 4,
      actor: { kind: "system", name: "Baton" },
      reason: "Nothing was done about it for 60 minutes.",
    });
    expect(await promisesOf(desk.account, handed)).toEqual(["0 reminder Priya cancelled"]);
    const again = await claimHandoff(desk.account.as(desk.adam, at(80)), handed.key, {});
    expect(again).toMatchObject({ claimed_by: desk.adam.id, next_action_at: iso(at(110)) });
  });

  it("climbs on by its age a minute after it came back, as one telling", async () => {
    const desk = await makeHelpDesk();
    const handed = await pickedUp(desk);
    for (const minute of [31, 61]) await lookAt(desk, handed, minute);
    expect(await lookAt(desk, handed, 61.5)).toBe(false);
    expect(await lookAt(desk, handed, 62)).toBe(true);
    expect((await promisesOf(desk.account, handed)).slice(1)).toEqual([
      "3 widened Adam pending",
      "3 widened Olivia pending",
      "3 widened Priya pending",
    ]);
    expect(await handoffRow(desk.account, handed.handoff.id)).toMatchObject({
      next_action_at: at(75),
      ladder_step: 4,
    });
  });

  it("goes back at once when its holder may no longer work on it", async () => {
    const desk = await makeHelpDesk();
    const handed = await pickedUp(desk);
    await deactivate(desk.account, desk.priya);
    expect(await lookAt(desk, handed, CLAIMED + 30)).toBe(true);
    expect((await logOf(desk.account)).at(-1)).toMatchObject({
      type: "handoff_released",
      reason: "Its holder can no longer work on it.",
    });
    expect(await promisesOf(desk.account, handed)).toEqual([]);
  });

  it("stays with its holder where the policy has no lease", async () => {
    const desk = await makeHelpDesk();
    await setPolicy(desk.account, { claim_lease_minutes: null });
    const handed = await pickedUp(desk);
    expect(handed.handoff.next_action_at).toBeNull();
    expect(await lookAt(desk, handed, 24 * 60)).toBe(false);
    expect(await promisesOf(desk.account, handed)).toEqual([]);
  });

  it("gives its next holder the whole lease", async () => {
    const desk = await makeHelpDesk();
    const handed = await pickedUp(desk);
    await lookAt(desk, handed, 31);
    const to = { to_user_id: desk.adam.id, reason: "Yours" };
    await reassignHandoff(desk.account.as(desk.priya, at(40)), handed.key, to);
    expect(await promisesOf(desk.account, handed)).toEqual(["0 reminder Priya cancelled"]);
    expect(await lookAt(desk, handed, 61)).toBe(false);
    expect(await lookAt(desk, handed, 70)).toBe(true);
    expect(await promisesOf(desk.account, handed)).toEqual([
      "0 reminder Priya cancelled",
      "0 reminder Adam pending",
    ]);
  });

  it("released by its holder, nobody reminds them of it any more", async () => {
    const desk = await makeHelpDesk();
    const handed = await pickedUp(desk);
    await lookAt(desk, handed, 31);
    await releaseHandoff(desk.account.as(desk.priya, at(40)), handed.key, { reason: "Lunch" });
    expect(await promisesOf(desk.account, handed)).toEqual(["0 reminder Priya cancelled"]);
  });
});

describe("work on a claimed handoff keeps it with its holder:", () => {
  const work: Record<string, (ctx: DomainContext, of: HandedOffSession) => Promise<unknown>> = {
    "a message": (ctx, { session }) => addMessage(ctx, session.id, { role: "user", content: "Still here" }),
    "a step": (ctx, { session }) => addStep(ctx, session.id, { title: "Rebooted", result: "failed" }),
    "a branch": (ctx, { session }) => addBranch(ctx, session.id, { label: "Driver" }),
    "a note": (ctx, { key }) => addNote(ctx, key, { text: "Waiting for the part" }),
    "a read-back": (ctx, { key }) => writeReadBack(ctx, key, { read_back: "The fuser" }),
  };

  it.each(Object.entries(work))("%s", async (_, doIt) => {
    const desk = await makeHelpDesk();
    const handed = await pickedUp(desk);
    await doIt(desk.account.as(desk.priya, at(20)), handed);
    const [log, { version }] = [await logOf(desk.account), await handoffRow(desk.account, handed.handoff.id)];
    const ctx = systemOf(desk, at(31));
    expect(await lookAfter(ctx, handed.key)).toBe(true);
    expect(ctx.committed).toMatchObject({ events: [], due: at(50) });
    expect(await logOf(desk.account)).toEqual(log);
    expect(await handoffRow(desk.account, handed.handoff.id)).toMatchObject({
      status: "claimed",
      version,
      next_action_at: at(50),
    });
    expect(await lookAt(desk, handed, 50)).toBe(true);
    expect(await promisesOf(desk.account, handed)).toEqual(["0 reminder Priya pending"]);
  });

  it("a colleague's step too", async () => {
    const desk = await makeHelpDesk();
    const handed = await pickedUp(desk);
    await addStep(desk.account.as(desk.adam, at(20)), handed.session.id, {
      title: "Rebooted",
      result: "failed",
    });
    await lookAt(desk, handed, 31);
    expect(await handoffRow(desk.account, handed.handoff.id)).toMatchObject({ next_action_at: at(50) });
  });

  it("not what tools and Baton itself write", async () => {
    const desk = await makeHelpDesk();
    const handed = await pickedUp(desk);
    const key = { ...(await asKey(desk.account)), now: at(20) };
    await desk.account.db
      .all(sql`UPDATE sessions SET api_key_id = ${key.actor.kind === "api_key" ? key.actor.id : ""}
      WHERE id = ${handed.session.id}`);
    await addMessage(key, handed.session.id, { role: "system", content: "Alert fires again" });
    await recordAssessment(systemOf(desk, at(25)), handed.handoff.id, null);
    await lookAt(desk, handed, 31);
    expect(await promisesOf(desk.account, handed)).toEqual(["0 reminder Priya pending"]);
  });

  it("not what was written before the claim", async () => {
    const desk = await makeHelpDesk();
    const handed = await handOff(desk);
    await addMessage(desk.account.as(desk.sam, at(1)), handed.session.id, {
      role: "user",
      content: "Still dead",
    });
    await claimHandoff(desk.account.as(desk.priya, at(2)), handed.key, {});
    await lookAt(desk, handed, 32);
    expect(await promisesOf(desk.account, handed)).toEqual(["0 reminder Priya pending"]);
  });

  it("after the reminder, and then the holder is reminded anew", async () => {
    const desk = await makeHelpDesk();
    const handed = await pickedUp(desk);
    await lookAt(desk, handed, 31);
    await addNote(desk.account.as(desk.priya, at(45)), handed.key, { text: "On it" });
    await lookAt(desk, handed, 61);
    expect(await handoffRow(desk.account, handed.handoff.id)).toMatchObject({
      status: "claimed",
      lease_reminded_at: null,
      next_action_at: at(75),
    });
    await lookAt(desk, handed, 75);
    expect(await handoffRow(desk.account, handed.handoff.id)).toMatchObject({ lease_reminded_at: at(75) });
    expect(await promisesOf(desk.account, handed)).toEqual([
      "0 reminder Priya pending",
      "0 reminder Priya pending",
    ]);
  });

  it("at the very moment in which it would go back", async () => {
    const desk = await makeHelpDesk();
    const handed = await pickedUp(desk);
    await lookAt(desk, handed, 31);
    const ctx = systemOf(desk, at(61));
    const { db } = ctx;
    let looked = false;
    ctx.db = {
      ...db,
      async batch(statements) {
        const rows = await db.batch(statements);
        if (!looked) {
          looked = true;
          const step = { title: "Changed the fuser", result: "worked" as const };
          await addStep(desk.account.as(desk.priya, at(61)), handed.session.id, step);
        }
        return rows;
      },
    };
    expect(await lookAfter(ctx, handed.key)).toBe(false);
    expect(await handoffRow(desk.account, handed.handoff.id)).toMatchObject({ claimed_by: desk.priya.id });
    expect(await lookAt(desk, handed, 61)).toBe(true);
    expect(await handoffRow(desk.account, handed.handoff.id)).toMatchObject({
      claimed_by: desk.priya.id,
      next_action_at: at(91),
    });
  });
});

async function writeTakeOver(db: DomainContext["db"], { handoff }: HandedOffSession): Promise<void> {
  const asked = JSON.stringify({ by: { id: "x", name: "Adam" }, reason: "Now?", asked_at: at(40) });
  await db.all(sql`UPDATE handoffs SET take_over = ${asked} WHERE id = ${handoff.id}`);
}
