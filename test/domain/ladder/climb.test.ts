import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { LoggedEvent } from "../../../src/contract/event.ts";
import { claimHandoff } from "../../../src/domain/handoffs/claim-handoff.ts";
import { handOffSession } from "../../../src/domain/handoffs/hand-off-session.ts";
import { releaseHandoff } from "../../../src/domain/handoffs/release-handoff.ts";
import { withdrawHandoff } from "../../../src/domain/handoffs/withdraw-handoff.ts";
import { lookAfter } from "../../../src/domain/ladder/look-after.ts";
import { resolveSession } from "../../../src/domain/sessions/resolve-session.ts";
import { NOON } from "../../support/factories.ts";
import { MINUTE, PRINTER, handOff, makeHelpDesk } from "../../support/help-desk.ts";
import { joinTeam, lookAt, promisesOf, setNotifications, setPolicy, systemOf } from "../../support/ladder.ts";
import { deactivate } from "../../support/people.ts";
import { everythingOf, handoffRow, ledgerOf, logOf } from "../../support/rows.ts";

const HANDED_OFF = NOON + MINUTE;
const DAY = 24 * 60;
const at = (minute: number) => HANDED_OFF + minute * MINUTE;
const all = (words: string) => ["Adam", "Olivia", "Priya"].map((name) => words.replace("*", name));

const recipientsOf = (event: LoggedEvent): string[] =>
  event.type === "handoff_reminded" || event.type === "handoff_widened"
    ? event.recipients.map(({ name }) => name)
    : [];

describe("an escalation that nobody picks up", () => {
  it("reminds, widens and repeats, each at its minute and not a moment before", async () => {
    const desk = await makeHelpDesk();
    const handed = await handOff(desk);
    const people = [desk.adam, desk.olivia, desk.priya].map(({ id, name }) => ({ id, name }));
    const promised: string[] = [];
    for (const [minute, words, type, step, next] of [
      [5, "1 reminder * pending", "handoff_reminded", 1, 15],
      [15, "3 widened * pending", "handoff_widened", 3, 45],
      [45, "4 reminder * pending", "handoff_reminded", 4, 75],
      [75, "5 reminder * pending", "handoff_reminded", 5, 105],
    ] as const) {
      const before = await everythingOf(desk.account);
      expect(await lookAt(desk, handed, minute - 1 / MINUTE)).toBe(false);
      expect(await everythingOf(desk.account)).toEqual(before);

      expect(await lookAt(desk, handed, minute)).toBe(true);
      promised.push(...all(words));
      expect(await promisesOf(desk.account, handed)).toEqual(promised);
      const { version } = await handoffRow(desk.account, handed.handoff.id);
      expect(await handoffRow(desk.account, handed.handoff.id)).toMatchObject({
        status: "open",
        ladder_step: step,
        next_action_at: at(next),
        updated_at: at(minute),
      });
      const log = await logOf(desk.account);
      expect(log).toHaveLength(version);
      expect(log.at(-1)).toMatchObject({
        type,
        handoff_id: handed.handoff.id,
        version,
        status: "open",
        actor: { kind: "system", id: null, name: "Baton" },
        recipients: people,
      });
    }
  });

  it("tells the bus and the queue what it has done: its fact, its mails, its next time", async () => {
    const desk = await makeHelpDesk();
    const handed = await handOff(desk);
    const ctx = systemOf(desk, at(5));
    await lookAfter(ctx, handed.key);
    expect(ctx.committed.events.map(({ type }) => type)).toEqual(["handoff_reminded"]);
    expect([...ctx.committed.notify]).toEqual([handed.handoff.id]);
    expect(ctx.committed.due).toBe(at(15));
  });

  it("reminds those who were told, widens to everybody else, and falls back on the named person", async () => {
    const desk = await makeHelpDesk();
    const team_id = await desk.account.team("Network");
    await joinTeam(desk.account, desk.priya, team_id);
    await setPolicy(desk.account, { first_notify: "team", fallback_user_id: desk.adam.id });
    const handed = await handOff(desk, {}, { ...PRINTER, team_id });
    for (const minute of [5, 15, 45, 75]) await lookAt(desk, handed, minute);
    expect(await promisesOf(desk.account, handed)).toEqual([
      "1 reminder Priya pending",
      "2 reminder Priya pending",
      "3 widened Adam pending",
      "3 widened Olivia pending",
      "4 fallback Adam pending",
      "5 reminder Adam pending",
      "5 reminder Olivia pending",
      "5 reminder Priya pending",
    ]);
    const told = (await logOf(desk.account)).map((event) => [event.type, recipientsOf(event)]);
    expect(told.slice(1)).toEqual([
      ["handoff_reminded", ["Priya"]],
      ["handoff_reminded", ["Priya"]],
      ["handoff_widened", ["Adam", "Olivia"]],
      ["handoff_widened", ["Adam"]],
      ["handoff_reminded", ["Adam", "Olivia", "Priya"]],
    ]);
  });

  it("that nobody looked after for a day is one telling for each, and goes on from there", async () => {
    const desk = await makeHelpDesk();
    await setPolicy(desk.account, { fallback_user_id: desk.adam.id });
    const handed = await handOff(desk);
    expect(await lookAt(desk, handed, DAY)).toBe(true);
    expect(await promisesOf(desk.account, handed)).toEqual([
      "3 widened Olivia pending",
      "3 widened Priya pending",
      "4 fallback Adam pending",
    ]);
    const { next_action_at, ladder_step } = await handoffRow(desk.account, handed.handoff.id);
    expect(next_action_at).toBe(at(DAY + 15));
    expect(ladder_step).toBe(4 + (DAY - 45) / 30 - 0.5);
    expect((await logOf(desk.account)).map(({ type }) => type)).toEqual([
      "handoff_created",
      "handoff_widened",
    ]);
    expect(await lookAt(desk, handed, DAY)).toBe(false);
    expect(await lookAt(desk, handed, DAY + 15)).toBe(true);
    expect((await promisesOf(desk.account, handed)).slice(3)).toEqual(
      all(`${ladder_step + 1} reminder * pending`),
    );
  });

  it.each([
    ["early", -5, 0],
    ["late", 5, 1],
  ])("when the clock jumps and is five minutes %s, nobody is told twice of a step", async (_, off, count) => {
    const desk = await makeHelpDesk();
    const handed = await handOff(desk);
    await lookAt(desk, handed, 5);
    await lookAt(desk, handed, 15 + off);
    const widened = (await promisesOf(desk.account, handed)).filter((row) => row.startsWith("3 widened"));
    expect(widened).toHaveLength(3 * count);
    for (const minute of [15, 10, 15, 20]) await lookAt(desk, handed, minute);
    expect((await promisesOf(desk.account, handed)).toSorted()).toEqual([
      ...all("1 reminder * pending"),
      ...all("3 widened * pending"),
    ]);
  });

  it("of whom there is nobody to tell takes its steps all the same, and says so", async () => {
    const desk = await makeHelpDesk();
    for (const who of [desk.olivia, desk.adam, desk.priya]) await deactivate(desk.account, who);
    const handed = await handOff(desk);
    const ctx = systemOf(desk, at(5));
    expect(await lookAfter(ctx, handed.key)).toBe(true);
    expect(await lookAt(desk, handed, 15)).toBe(true);
    expect([...ctx.committed.notify]).toEqual([]);
    expect((await logOf(desk.account)).slice(1)).toMatchObject([
      { type: "handoff_reminded", recipients: [] },
      { type: "handoff_widened", recipients: [] },
    ]);
    expect(await handoffRow(desk.account, handed.handoff.id)).toMatchObject({ next_action_at: at(45) });
  });

  it("keeps the policy under which it was handed off", async () => {
    const desk = await makeHelpDesk();
    const handed = await handOff(desk);
    await setPolicy(desk.account, { remind_after_minutes: [1, 60], repeat_every_minutes: 1 });
    await lookAt(desk, handed, 5);
    expect(await handoffRow(desk.account, handed.handoff.id)).toMatchObject({ next_action_at: at(15) });
  });
});

describe("a ladder ends with its cause", () => {
  it("a claim stops everything, also what has been promised and not sent", async () => {
    const desk = await makeHelpDesk();
    const handed = await handOff(desk);
    await lookAt(desk, handed, 5);
    await claimHandoff(desk.account.as(desk.priya, at(6)), handed.key, {});
    for (const minute of [15, 35]) expect(await lookAt(desk, handed, minute)).toBe(false);
    expect(await promisesOf(desk.account, handed)).toEqual(all("1 reminder * cancelled"));
    expect(
      (await ledgerOf(desk.account, handed.handoff.id)).every(({ status }) => status === "cancelled"),
    ).toBe(true);
  });

  it.each(["withdrawn", "resolved", "superseded"] as const)("nobody is reminded of a %s one", async (end) => {
    const desk = await makeHelpDesk();
    const handed = await handOff(desk);
    const ctx = desk.account.as(desk.sam, at(1));
    if (end === "withdrawn") await withdrawHandoff(ctx, handed.key, { reason: "Found it" });
    if (end === "resolved") await resolveSession(ctx, handed.session.id, { resolution: "Paper jam" });
    if (end === "superseded") {
      await handOffSession(ctx, handed.session.id, { intent: "park", priority: "normal" });
    }
    expect(await handoffRow(desk.account, handed.handoff.id)).toMatchObject({
      status: end,
      next_action_at: null,
    });
    expect(await lookAt(desk, handed, DAY)).toBe(false);
    expect(await promisesOf(desk.account, handed)).toEqual([]);
  });

  it("a time that was left on an ended handoff is cleared, and nobody is told", async () => {
    const desk = await makeHelpDesk();
    const handed = await handOff(desk);
    await withdrawHandoff(desk.account.as(desk.sam, at(1)), handed.key, { reason: "Found it" });
    const row = await handoffRow(desk.account, handed.handoff.id);
    await desk.account.db.all(sql`UPDATE handoffs SET next_action_at = ${at(2)} WHERE id = ${row.id}`);
    const log = await logOf(desk.account);
    expect(await lookAt(desk, handed, 3)).toBe(true);
    expect(await handoffRow(desk.account, row.id)).toMatchObject({
      next_action_at: null,
      version: row.version,
    });
    expect(await logOf(desk.account)).toEqual(log);
  });

  it("released after two hours it goes on by its age, with one telling for all that was missed", async () => {
    const desk = await makeHelpDesk();
    const handed = await handOff(desk);
    await claimHandoff(desk.account.as(desk.priya, at(2)), handed.key, {});
    await releaseHandoff(desk.account.as(desk.priya, at(120)), handed.key, { reason: "Shift ends" });
    expect(await lookAt(desk, handed, 120)).toBe(true);
    expect(await promisesOf(desk.account, handed)).toEqual(all("3 widened * pending"));
    expect(await handoffRow(desk.account, handed.handoff.id)).toMatchObject({
      next_action_at: at(135),
      ladder_step: 6,
    });
  });
});

describe("two who look at once", () => {
  it("take each step once", async () => {
    const desk = await makeHelpDesk();
    const handed = await handOff(desk);
    const acted = await Promise.all(Array.from({ length: 5 }, () => lookAt(desk, handed, 15)));
    expect(acted.filter(Boolean)).toHaveLength(1);
    expect(await promisesOf(desk.account, handed)).toEqual(all("3 widened * pending"));
    expect(await logOf(desk.account)).toHaveLength(2);
  });

  it("a claim between looking and writing wins, and nobody is told", async () => {
    const desk = await makeHelpDesk();
    const handed = await handOff(desk);
    const ctx = systemOf(desk, at(5));
    const { db } = ctx;
    let looked = false;
    ctx.db = {
      ...db,
      async batch(statements) {
        const rows = await db.batch(statements);
        if (!looked) {
          looked = true;
          await claimHandoff(desk.account.as(desk.priya, at(5)), handed.key, {});
        }
        return rows;
      },
    };
    expect(await lookAfter(ctx, handed.key)).toBe(false);
    expect(ctx.committed).toMatchObject({ events: [], due: null });
    expect(await promisesOf(desk.account, handed)).toEqual([]);
    expect((await logOf(desk.account)).map(({ type }) => type)).toEqual([
      "handoff_created",
      "handoff_claimed",
    ]);
    expect(await handoffRow(desk.account, handed.handoff.id)).toMatchObject({
      ladder_step: 0,
      next_action_at: at(35),
    });
  });
});

describe("while the mail service is down", () => {
  it("each person waits for one mail, however many steps are taken, and is reminded again once it has gone out", async () => {
    const desk = await makeHelpDesk();
    const handed = await handOff(desk);
    const { db } = desk.account;
    const tried = sql`UPDATE deliveries SET attempts = 1, next_attempt_at = next_attempt_at + ${24 * 60 * MINUTE}
      WHERE handoff_id = ${handed.handoff.id} AND attempts = 0`;
    await db.all(tried);
    for (const minute of [5, 15, 45, 75]) expect(await lookAt(desk, handed, minute)).toBe(true);
    expect(await promisesOf(desk.account, handed)).toEqual([]);
    await db.all(sql`UPDATE deliveries SET status = 'sent' WHERE handoff_id = ${handed.handoff.id}`);
    await lookAt(desk, handed, 105);
    expect(await promisesOf(desk.account, handed)).toEqual(
      ["Adam", "Olivia", "Priya"].map((name) => `6 reminder ${name} pending`),
    );
  });
});

describe("quiet hours", () => {
  const quiet_hours = { start: "12:00", end: "14:00", min_priority: "high" as const, tz: "UTC" };
  const dueTimes = async (desk: Awaited<ReturnType<typeof makeHelpDesk>>, who: { id: string }) =>
    (
      await desk.account.db.orm.query.deliveries.findMany({
        where: (row, { eq, and }) => and(eq(row.account_id, desk.account.id), eq(row.recipient_id, who.id)),
      })
    ).map(({ kind, next_attempt_at }) => [kind, next_attempt_at]);

  it("postpone what one person is told, and never drop it", async () => {
    const desk = await makeHelpDesk();
    await setNotifications(desk.account, desk.adam, { channels: ["email"], quiet_hours });
    const handed = await handOff(desk);
    for (const minute of [5, 15, 45]) await lookAt(desk, handed, minute);
    const morning = Date.UTC(2026, 10, 20, 14);
    expect(await dueTimes(desk, desk.adam)).toEqual([["first", morning]]);
    expect(await dueTimes(desk, desk.olivia)).toEqual([
      ["first", at(0)],
      ["reminder", at(5)],
      ["widened", at(15)],
      ["reminder", at(45)],
    ]);
    const told = (await logOf(desk.account)).slice(1).map(recipientsOf);
    expect(told).toEqual(Array.from({ length: 3 }, () => ["Olivia", "Priya"]));
  });

  it("count for nobody when the escalation is loud enough", async () => {
    const desk = await makeHelpDesk();
    await setNotifications(desk.account, desk.adam, { channels: ["email"], quiet_hours });
    const handed = await handOff(desk, { priority: "high" });
    await lookAt(desk, handed, 5);
    expect(await dueTimes(desk, desk.adam)).toEqual([
      ["first", at(0)],
      ["reminder", at(5)],
    ]);
  });

  it("of everybody let the ladder go on silently, and the next step after them is told", async () => {
    const desk = await makeHelpDesk();
    await setPolicy(desk.account, {
      quiet_hours: { start: "12:00", end: "12:40", min_priority: "critical" },
    });
    const handed = await handOff(desk);
    const log = await logOf(desk.account);
    for (const minute of [5, 15]) expect(await lookAt(desk, handed, minute)).toBe(true);
    expect(await logOf(desk.account)).toEqual(log);
    expect(await promisesOf(desk.account, handed)).toEqual([]);
    await lookAt(desk, handed, 45);
    expect(await promisesOf(desk.account, handed)).toEqual(all("4 reminder * pending"));
  });
});
