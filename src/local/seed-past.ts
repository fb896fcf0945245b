import { assessByRules } from "../assessment/rules.ts";
import { loadAssessmentInput } from "../domain/assessment/load-assessment-input.ts";
import { recordAssessment } from "../domain/assessment/record-assessment.ts";
import type { DomainContext } from "../domain/context.ts";
import { claimHandoff } from "../domain/handoffs/claim-handoff.ts";
import { handOffSession } from "../domain/handoffs/hand-off-session.ts";
import { withdrawHandoff } from "../domain/handoffs/withdraw-handoff.ts";
import { addStep } from "../domain/sessions/add-step.ts";
import { createSession } from "../domain/sessions/create-session.ts";
import { resolveSession } from "../domain/sessions/resolve-session.ts";
import type { PastEscalation } from "./past-escalations.ts";

const MINUTE = 60_000;
/** Before the escalation there was the session. */
const BEFORE = 30;

/** A person of the demo at a moment of the past. */
export type AsAt = (who: string, at: number) => DomainContext;

/** Tells escalations that are over through the verbs, each at its own times. */
export async function seedPast(as: AsAt, past: readonly PastEscalation[]): Promise<void> {
  for (const one of past) await seedOne(as, one);
}

async function seedOne(as: AsAt, past: PastEscalation): Promise<void> {
  const { at, by, claimed_by } = past;
  const claimedAt = at + past.minutes_to_claim * MINUTE;
  const session = await createSession(as(by, at - BEFORE * MINUTE), {
    problem_summary: past.problem,
    problem_domain: past.domain,
    customer: past.customer,
    device: past.device,
  });
  await addStep(as(by, at - 5 * MINUTE), session.id, { title: past.tried, result: "failed" });
  const handoff = await handOffSession(as(by, at), session.id, {
    intent: "escalate",
    priority: past.priority,
    engineer_notes: past.notes,
  });
  const system: DomainContext = { ...as(by, at + MINUTE / 10), actor: { kind: "system", name: "Baton" } };
  const facts = await loadAssessmentInput(system, handoff.id);
  if (facts) await recordAssessment(system, handoff.id, assessByRules(facts));

  const key = { session_id: session.id, handoff_id: handoff.id };
  if (claimed_by === null) {
    await withdrawHandoff(as(by, claimedAt), key, { reason: "Found it myself meanwhile." });
  } else {
    const read_back = past.reads_back ? `${past.notes} First I look at it myself.` : null;
    await claimHandoff(as(claimed_by, claimedAt), key, { read_back });
    const actedAt = claimedAt + past.minutes_to_act * MINUTE;
    await addStep(as(claimed_by, actedAt), session.id, { title: past.resolution, result: "worked" });
  }
  const resolvedAt = claimedAt + past.minutes_to_resolve * MINUTE;
  await resolveSession(as(claimed_by ?? by, resolvedAt), session.id, { resolution: past.resolution });
}
