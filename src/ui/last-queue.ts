/** The list that was looked at last, with its filters: where whoever closes a handoff goes back to. */
export const lastQueue = { address: "/escalations" };
