import type { LoggedEvent } from "../contract/event.ts";
import type { Handoff } from "../contract/handoff.ts";

export type Verdict = NonNullable<Handoff["assessment_verdict"]>;

/** What a holder may call an assessment, from the best to the worst. */
export const VERDICTS = ["right", "partly", "wrong"] as const satisfies readonly Verdict[];

/** What an event says about the assessment being right; null where it says nothing of it. */
export function verdictIn(event: LoggedEvent): Verdict | null {
  if (event.type !== "handoff_updated" || !event.changed.includes("assessment_verdict")) return null;
  return VERDICTS.find((verdict) => verdict === event["assessment_verdict"]) ?? null;
}
