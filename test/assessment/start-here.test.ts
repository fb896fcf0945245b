import { expect, it } from "vitest";
import type { Assessment } from "../../src/contract/handoff.ts";
import { type WhereItStands, startHere, startHereInWords } from "../../src/contract/start-here.ts";

type Step = WhereItStands["steps"][number];

const step = (title: string, result: Step["result"], detail: string | null = null): Step => ({
  id: title,
  title,
  result,
  detail,
});
const assessment: Assessment = {
  likely_cause: "The lease has run out.",
  suggested_steps: ["Renew the lease", "Settle “Ping”: it was inconclusive."],
  confidence: "medium",
  evidence: [{ claim: "“Ping” was inconclusive.", refs: ["Ping"], hypothesis: false }],
  source: "rules",
  model: null,
  duration_ms: 0,
};
const nothing: WhereItStands = {
  handoff: { ai_assessment_data: null },
  session: { device: null, contact: null },
  steps: [],
};
const assessed = { handoff: { ai_assessment_data: assessment } };

it.each<[string, Partial<WhereItStands>, string, string]>([
  [
    "what worked last is confirmed before anything else",
    { ...assessed, steps: [step("Ping", "failed"), step("Rebooted", "worked")] },
    "Confirm that “Rebooted” has really settled it.",
    "It is the last step, and it worked.",
  ],
  [
    "the assessment's first suggestion, with its cause",
    { ...assessed, steps: [step("Rebooted", "worked"), step("Ping", "failed")] },
    "Renew the lease",
    "The lease has run out. (Confidence: medium.)",
  ],
  [
    "not a suggestion that has failed already, and what the next one wants settled in words of the page's own",
    { ...assessed, steps: [step("Renew the lease.", "failed"), step("Ping", "inconclusive", "Every third")] },
    "Settle “Ping”.",
    "It was inconclusive: Every third, so it rules nothing out yet.",
  ],
  [
    "a suggestion to settle what is no step any more as it was made",
    { ...assessed, steps: [step("Renew the lease.", "failed"), step("Pong", "inconclusive")] },
    "Settle “Ping”: it was inconclusive.",
    "The lease has run out. (Confidence: medium.)",
  ],
  [
    "what was left undecided, where there is no assessment",
    { steps: [step("Ping", "inconclusive", "Every third is lost"), step("Rebooted", "failed")] },
    "Settle “Ping”.",
    "It was inconclusive: Every third is lost, so it rules nothing out yet.",
  ],
  [
    "beyond all that failed",
    { steps: [step("Ping", "failed"), step("Rebooted", "failed"), step("Called", "skipped")] },
    "Look beyond “Rebooted”.",
    "It and 1 more did not help, so the cause is not what they would have fixed.",
  ],
  [
    "beyond the one thing that failed",
    { steps: [step("Ping", "failed")] },
    "Look beyond “Ping”.",
    "It did not help, so the cause is not what it would have fixed.",
  ],
  [
    "a look at the device",
    { session: { device: "PRN-7", contact: "Ann" } },
    "See the problem for yourself on PRN-7.",
    "No step is on record, so nothing is ruled out yet.",
  ],
  [
    "a call",
    { session: { device: null, contact: "Ann" } },
    "Call Ann and see the problem for yourself.",
    "No step is on record, so nothing is ruled out yet.",
  ],
  [
    "a look, where nothing is known",
    {},
    "See the problem for yourself, and record what you try as steps.",
    "No step is on record, so nothing is ruled out yet.",
  ],
])("the single next action is %s", (_, given, action, reason) => {
  expect(startHereInWords(startHere({ ...nothing, ...given }))).toEqual({ action, reason });
});
