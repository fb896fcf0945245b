import { describe, expect, it } from "vitest";
import { handOffSession } from "../../../src/domain/handoffs/hand-off-session.ts";
import { iso } from "../../../src/platform/iso.ts";
import { NOON } from "../../support/factories.ts";
import { MINUTE, handOff, makeHelpDesk, openSession } from "../../support/help-desk.ts";
import { refusal } from "../../support/refusal.ts";
import { everythingOf, handoffRow, jobsOf, ledgerOf, logOf, sessionRow } from "../../support/rows.ts";

const park = { intent: "park" as const, priority: "normal" as const };

describe("parking a session", () => {
  it("is private: the session pauses, nobody is told, and only a quiet fact is logged", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    const ctx = desk.account.as(desk.sam, NOON + MINUTE);
    const parked = await handOffSession(ctx, session.id, { ...park, engineer_notes: "Waiting for the part" });
    expect(parked).toMatchObject({
      intent: "park",
      status: "open",
      assessment_status: "none",
      engineer_notes: "Waiting for the part",
      handed_off_by: desk.sam.id,
      handed_off_by_name: "Sam",
      version: 1,
      will_notify: [],
    });
    expect(await sessionRow(desk.account, session.id)).toMatchObject({
      status: "paused",
      handoff_count: 1,
      escalation_package: null,
    });
    expect(await ledgerOf(desk.account, parked.id)).toEqual([]);
    expect(await jobsOf(desk.account)).toEqual([]);
    expect(ctx.committed).toMatchObject({ notify: new Set(), jobs: new Set() });
    expect(await logOf(desk.account)).toEqual([
      {
        type: "handoff_parked",
        seq: 1,
        handoff_id: parked.id,
        session_id: session.id,
        team_id: null,
        version: 1,
        status: "open",
        actor: { kind: "member", id: desk.sam.id, name: "Sam" },
        created_at: iso(NOON + MINUTE),
        intent: "park",
        priority: "normal",
        engineer_notes: "Waiting for the part",
        problem_summary: "Printer offline",
        problem_domain: "printing",
        customer: "Contoso",
        device: "PRN-7",
        handed_off_by: { id: desk.sam.id, name: "Sam" },
      },
    ]);
  });

  it("leaves the package of an earlier escalation as it was", async () => {
    const desk = await makeHelpDesk();
    const { session } = await handOff(desk, { engineer_notes: "Help" });
    const { escalation_package } = await sessionRow(desk.account, session.id);
    await handOffSession(desk.account.as(desk.sam), session.id, park);
    const row = await sessionRow(desk.account, session.id);
    expect(escalation_package).toMatchObject({ intent: "escalate", engineer_notes: "Help" });
    expect(row).toMatchObject({ status: "paused", handoff_count: 2, escalation_package });
  });

  it("can name a moment to be reminded, which must lie ahead", async () => {
    const desk = await makeHelpDesk();
    const wake_at = "2026-11-21T09:00:00+01:00";
    const { handoff } = await handOff(desk, { intent: "park", wake_at });
    expect(handoff.wake_at).toBe("2026-11-21T08:00:00.000Z");
    expect((await handoffRow(desk.account, handoff.id)).wake_at).toBe(Date.parse(wake_at));

    const session = await openSession(desk);
    const before = await everythingOf(desk.account);
    const sam = desk.account.as(desk.sam);
    expect(await refusal(handOffSession(sam, session.id, { ...park, wake_at: iso(NOON) }))).toEqual({
      code: "validation_failed",
      detail: "This moment has passed.",
      errors: [{ pointer: "/wake_at", detail: "This moment has passed." }],
    });
    const far = { ...park, wake_at: "2200-01-01T00:00:00Z" };
    expect(await refusal(handOffSession(sam, session.id, far))).toMatchObject({
      errors: [{ pointer: "/wake_at", detail: "At most a year ahead." }],
    });
    const escalation = { intent: "escalate" as const, priority: "normal" as const, wake_at };
    expect(await refusal(handOffSession(sam, session.id, escalation))).toEqual({
      code: "validation_failed",
      detail: "Only a parked handoff can wake its engineer.",
      errors: [{ pointer: "/wake_at", detail: "Only a parked handoff can wake its engineer." }],
    });
    expect(await everythingOf(desk.account)).toEqual(before);
  });
});
