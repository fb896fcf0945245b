import { describe, expect, it } from "vitest";
import { PRIORITIES } from "../../../src/contract/handoff-lifecycle.ts";
import { recordAssessment } from "../../../src/domain/assessment/record-assessment.ts";
import { claimHandoff } from "../../../src/domain/handoffs/claim-handoff.ts";
import { handOffSession } from "../../../src/domain/handoffs/hand-off-session.ts";
import { type QueueFilter, listQueue } from "../../../src/domain/handoffs/list-queue.ts";
import type { PageMark } from "../../../src/domain/page.ts";
import { createSession } from "../../../src/domain/sessions/create-session.ts";
import { iso } from "../../../src/platform/iso.ts";
import { NOON, type TestMember } from "../../support/factories.ts";
import { type HelpDesk, MINUTE, handOff, makeHelpDesk, pickedUp } from "../../support/help-desk.ts";

const WHOLE = { limit: 50, after: null };

async function seen(desk: HelpDesk, who: TestMember, filter: QueueFilter = {}): Promise<string[]> {
  const { items } = await listQueue(desk.account.as(who), filter, WHOLE);
  return items.map((row) => row.handoff_id);
}

describe("the queue", () => {
  it("shows what is unclaimed, parked and escalated, newest first, with what a card says", async () => {
    const desk = await makeHelpDesk();
    const { handoff, session } = await handOff(desk, { engineer_notes: "Help", priority: "high" });
    const parked = await handOff(desk, { intent: "park" });
    await pickedUp(desk);
    const { items } = await listQueue(desk.account.as(desk.vik), {}, WHOLE);
    expect(items.map((row) => row.handoff_id)).toEqual([parked.handoff.id, handoff.id]);
    expect(items[1]).toEqual({
      handoff_id: handoff.id,
      session_id: session.id,
      team_id: null,
      intent: "escalate",
      status: "open",
      problem_summary: "Printer offline",
      problem_domain: "printing",
      customer: "Contoso",
      device: "PRN-7",
      priority: "high",
      engineer_notes: "Help",
      handed_off_by: { id: desk.sam.id, name: "Sam" },
      handed_off_by_tool: null,
      created_at: iso(NOON + MINUTE),
      occurrences: 1,
      last_seen_at: null,
      claimed_by: null,
      claimed_at: null,
      assessment_status: "pending",
      viewers: [],
      next_action_at: iso(NOON + 6 * MINUTE),
      next_escalation: { step: "remind", at: iso(NOON + 6 * MINUTE) },
      version: 1,
    });
    expect(items[0]).toMatchObject({ intent: "park", engineer_notes: "", assessment_status: "none" });
  });

  it("says how sure an assessment is once there is one", async () => {
    const desk = await makeHelpDesk();
    const { handoff } = await handOff(desk);
    await recordAssessment(desk.account.as(desk.sam), handoff.id, {
      likely_cause: "Wrong driver",
      suggested_steps: [],
      confidence: "high",
      evidence: [],
      source: "rules",
      model: null,
      duration_ms: 1,
    });
    const { items } = await listQueue(desk.account.as(desk.vik), {}, WHOLE);
    expect(items[0]).toMatchObject({ assessment_status: "ready" });
  });

  it("is by team for a caller with a team, team-less ones included, unless they ask for another or for all", async () => {
    const desk = await makeHelpDesk();
    const { account, vik } = desk;
    const [network, servers] = [await account.team("Network"), await account.team("Servers")];
    const nora = await account.member("engineer", "Nora", network);
    const ours = (await handOff(desk, {}, { team_id: network })).handoff.id;
    const theirs = (await handOff(desk, {}, { team_id: servers })).handoff.id;
    const none = (await handOff(desk, {}, { team_id: null })).handoff.id;
    expect((await seen(desk, nora)).toSorted()).toEqual([ours, none].toSorted());
    expect(await seen(desk, nora, { team_id: servers })).toEqual([theirs]);
    const all = [ours, theirs, none].toSorted();
    expect((await seen(desk, nora, { team_id: "all" })).toSorted()).toEqual(all);
    expect((await seen(desk, vik)).toSorted()).toEqual(all);
  });

  it("narrows by intent, priority, domain, customer and words", async () => {
    const desk = await makeHelpDesk();
    const vpn = { problem_summary: "VPN down", problem_domain: "network", customer: "Fabrikam" };
    const urgent = (await handOff(desk, { priority: "critical", engineer_notes: "100 % loss" }, vpn)).handoff
      .id;
    const parked = (await handOff(desk, { intent: "park" })).handoff.id;
    const find = (filter: QueueFilter) => seen(desk, desk.vik, filter);
    expect(await find({ intent: "park" })).toEqual([parked]);
    expect(await find({ priority: "critical" })).toEqual([urgent]);
    expect(await find({ domain: "network" })).toEqual([urgent]);
    expect(await find({ customer: "Contoso" })).toEqual([parked]);
    expect(await find({ q: "vpn" })).toEqual([urgent]);
    expect(await find({ q: "% LOSS" })).toEqual([urgent]);
    expect(await find({ q: "vpn", customer: "Contoso" })).toEqual([]);
  });

  it("knows what is mine, what I handed off, and everything", async () => {
    const desk = await makeHelpDesk();
    const { account, sam, priya } = desk;
    const held = (await pickedUp(desk)).handoff.id;
    const open = (await handOff(desk)).handoff.id;
    const all = [held, open].toSorted();
    expect(await seen(desk, priya, { scope: "mine" })).toEqual([held]);
    expect(await seen(desk, sam, { scope: "mine" })).toEqual([]);
    expect((await seen(desk, sam, { scope: "handed_off" })).toSorted()).toEqual(all);
    expect((await seen(desk, priya, { scope: "all" })).toSorted()).toEqual(all);
    expect(await seen(desk, priya, { scope: "all", status: "claimed" })).toEqual([held]);
    const { items } = await listQueue(account.as(priya), { scope: "mine" }, WHOLE);
    expect(items[0]).toMatchObject({
      status: "claimed",
      claimed_by: { id: priya.id, name: "Priya" },
      claimed_at: iso(NOON + 2 * MINUTE),
    });
  });

  it("sorts by urgency: priority first, then the one that waits longest", async () => {
    const desk = await makeHelpDesk();
    const { account, sam } = desk;
    const made = new Map<string, string>();
    for (const [index, priority] of ["normal", "critical", "low", "critical", "high"].entries()) {
      const ctx = account.as(sam, NOON + index * MINUTE);
      const { id } = await createSession(ctx, {});
      const given = { intent: "escalate" as const, priority: priority as (typeof PRIORITIES)[number] };
      made.set((await handOffSession(ctx, id, given)).id, `${priority} ${index}`);
    }
    const order = (await seen(desk, sam, { sort: "urgency" })).map((id) => made.get(id));
    expect(order).toEqual(["critical 1", "critical 3", "high 4", "normal 0", "low 2"]);
  });
});

describe("the pages of the queue", () => {
  it.each(["newest", "urgency"] as const)(
    "by %s have no gap and no double, also while others claim",
    async (sort) => {
      const desk = await makeHelpDesk();
      const handed = [];
      for (let index = 0; index < 9; index++) {
        handed.push(await handOff(desk, { priority: PRIORITIES[index % 4] ?? "low" }));
      }
      const whole = await seen(desk, desk.vik, { sort });
      expect(whole).toHaveLength(9);
      const pages: string[][] = [];
      let after: PageMark | null = null;
      do {
        const page: Awaited<ReturnType<typeof listQueue>> = await listQueue(
          desk.account.as(desk.vik),
          { sort },
          { limit: 4, after },
        );
        pages.push(page.items.map((row) => row.handoff_id));
        after = page.next;
        if (pages.length > 1) continue;
        // What is taken away before the mark must not move the rest.
        const first = handed.find(({ handoff }) => handoff.id === whole[0]);
        if (first) await claimHandoff(desk.account.as(desk.priya), first.key, {});
      } while (after);
      expect(pages.flat()).toEqual(whole);
      expect(pages.map((page) => page.length)).toEqual([4, 4, 1]);
    },
  );
});
