import { describe, expect, it } from "vitest";
import { handOffSession } from "../../../src/domain/handoffs/hand-off-session.ts";
import { iso } from "../../../src/platform/iso.ts";
import { NOON } from "../../support/factories.ts";
import { type HelpDesk, MINUTE, handOff, makeHelpDesk, openSession } from "../../support/help-desk.ts";
import { handoffRow, jobsOf, ledgerOf, logOf, sessionRow } from "../../support/rows.ts";

const escalate = { intent: "escalate" as const, priority: "high" as const, engineer_notes: "Out of ideas" };

async function escalated(desk: HelpDesk) {
  const session = await openSession(desk);
  const ctx = desk.account.as(desk.sam, NOON + MINUTE);
  return { session, ctx, handoff: await handOffSession(ctx, session.id, escalate) };
}

describe("escalating a session", () => {
  it("answers with the whole handoff", async () => {
    const desk = await makeHelpDesk();
    const { session, handoff } = await escalated(desk);
    const { will_notify: _, ...rest } = handoff;
    const nothing = [
      "team_id source_branch_id ai_assessment ai_assessment_data assessment_verdict claimed_by claimed_by_name",
      "claimed_at read_back correction psa_note_id to_user_id to_team_id wake_at",
      "source_acknowledged_at source_resolved_at",
    ].flatMap((names) => names.split(" "));
    expect(rest).toEqual({
      ...Object.fromEntries(nothing.map((name) => [name, null])),
      id: expect.any(String),
      account_id: desk.account.id,
      session_id: session.id,
      intent: "escalate",
      status: "open",
      priority: "high",
      engineer_notes: "Out of ideas",
      snapshot: {
        problem_summary: "Printer offline",
        problem_domain: "printing",
        customer: "Contoso",
        device: "PRN-7",
        status: "active",
        step_count: 0,
        confidence_tier: "discovery",
        steps: [],
      },
      assessment_status: "pending",
      handed_off_by: desk.sam.id,
      handed_off_by_name: "Sam",
      psa_note_pushed: false,
      occurrences: 1,
      version: 1,
      next_action_at: iso(NOON + 6 * MINUTE),
      next_escalation: { step: "remind", at: iso(NOON + 6 * MINUTE) },
      created_at: iso(NOON + MINUTE),
      updated_at: iso(NOON + MINUTE),
    });
    expect(await handoffRow(desk.account, handoff.id)).toMatchObject({
      status: "open",
      snapshot: rest.snapshot,
    });
  });

  it("writes the package for older readers onto the session, with the handoff that really exists", async () => {
    const desk = await makeHelpDesk();
    const { session, handoff } = await escalated(desk);
    expect(await sessionRow(desk.account, session.id)).toMatchObject({
      status: "escalated",
      handoff_count: 1,
      escalated_to_id: null,
      escalation_package: {
        snapshot: handoff.snapshot,
        intent: "escalate",
        engineer_notes: "Out of ideas",
        handoff_id: handoff.id,
      },
    });
  });

  it("logs everything that a queue card shows", async () => {
    const desk = await makeHelpDesk();
    const { session, ctx, handoff } = await escalated(desk);
    const event = {
      type: "handoff_created",
      seq: 1,
      handoff_id: handoff.id,
      session_id: session.id,
      team_id: null,
      version: 1,
      status: "open",
      actor: { kind: "member", id: desk.sam.id, name: "Sam" },
      created_at: iso(NOON + MINUTE),
      intent: "escalate",
      priority: "high",
      engineer_notes: "Out of ideas",
      problem_summary: "Printer offline",
      problem_domain: "printing",
      customer: "Contoso",
      device: "PRN-7",
      handed_off_by: { id: desk.sam.id, name: "Sam" },
    };
    expect(await logOf(desk.account)).toEqual([event]);
    expect(ctx.committed.events).toEqual([event]);
  });

  it("says no notes as an empty text in the event and as nothing in the handoff", async () => {
    const desk = await makeHelpDesk();
    const { handoff } = await handOff(desk);
    expect(handoff.engineer_notes).toBeNull();
    expect((await logOf(desk.account))[0]).toMatchObject({ engineer_notes: "" });
  });

  it("promises an assessment, to be made after the commit", async () => {
    const desk = await makeHelpDesk();
    const { ctx, handoff } = await escalated(desk);
    const due = NOON + MINUTE;
    expect(await jobsOf(desk.account)).toEqual([
      {
        kind: "assess_handoff",
        subject_id: handoff.id,
        status: "pending",
        attempts: 0,
        next_attempt_at: due,
        created_at: due,
      },
    ]);
    expect(ctx.committed.notify).toEqual(new Set([handoff.id]));
    expect(ctx.committed.jobs.size).toBe(1);
  });

  it("is told first to whom it is addressed: the person before the team, and alone", async () => {
    const desk = await makeHelpDesk();
    const to_team_id = await desk.account.team("Network");
    const { handoff } = await handOff(desk, { to_user_id: desk.priya.id, to_team_id });
    expect(handoff).toMatchObject({ to_user_id: desk.priya.id, to_team_id });
    expect((await ledgerOf(desk.account, handoff.id)).map((row) => row["name"])).toEqual(["Priya"]);
  });
});
