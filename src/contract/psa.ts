export const PSA_KINDS = ["connectwise", "halopsa", "autotask", "webhook"] as const;
export type PsaKind = (typeof PSA_KINDS)[number];

/** Which change of state a note tells the ticket about. */
export const PSA_NOTE_REASONS = ["escalation", "claim", "resolution"] as const;
export type PsaNoteReason = (typeof PSA_NOTE_REASONS)[number];

/** `merged`: told by a later note of the same ticket, `merged_into`. */
export const PSA_NOTE_STATUSES = ["pending", "pushing", "pushed", "failed", "cancelled", "merged"] as const;
export type PsaNoteStatus = (typeof PSA_NOTE_STATUSES)[number];
