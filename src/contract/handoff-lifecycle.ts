/** Where a handoff can stand. `open` and `claimed` are the active ones. */
export const HANDOFF_STATUSES = [
  "open",
  "claimed",
  "returned",
  "withdrawn",
  "superseded",
  "resolved",
] as const;
export type HandoffStatus = (typeof HANDOFF_STATUSES)[number];

export const HANDOFF_INTENTS = ["park", "escalate"] as const;
export type HandoffIntent = (typeof HANDOFF_INTENTS)[number];

export const PRIORITIES = ["low", "normal", "high", "critical"] as const;
export type Priority = (typeof PRIORITIES)[number];

export const SESSION_STATUSES = ["active", "paused", "escalated", "resolved"] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

/** Who stands in which relation to a handoff; an `admin` is an owner or admin of its account. */
export type Standing = "anyone" | "holder" | "admin" | "originator";

/** The verbs on a handoff: from where, by whom, to where (`api.md` §5). */
export const HANDOFF_VERBS = {
  claim: { from: "open", by: ["anyone"], to: "claimed" },
  release: { from: "claimed", by: ["holder", "admin"], to: "open" },
  reassign: { from: "claimed", by: ["holder", "admin"], to: "claimed" },
  return: { from: "claimed", by: ["holder"], to: "returned" },
  withdraw: { from: "open", by: ["originator", "admin"], to: "withdrawn" },
} as const satisfies Record<string, { from: HandoffStatus; by: readonly Standing[]; to: HandoffStatus }>;
export type HandoffVerb = keyof typeof HANDOFF_VERBS;

/** For so long the holder alone answers whoever asks to take over, ms; then an admin may decide as well. */
export const TAKE_OVER_SILENCE_MS = 5 * 60_000;

/** The status of a session that its engineer has handed off and nobody holds. */
export const SESSION_STATUS_BY_INTENT = { park: "paused", escalate: "escalated" } as const satisfies Record<
  HandoffIntent,
  SessionStatus
>;

/** Whether a verb may start from this status, before asking by whom. */
export function canStart(verb: HandoffVerb, status: HandoffStatus): boolean {
  return HANDOFF_VERBS[verb].from === status;
}
