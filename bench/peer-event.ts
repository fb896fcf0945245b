import { randomUUID } from "node:crypto";

/** The event that peers insert and send: the same fields and about the same bytes as Baton's. */
export function peerEvent(marker: number): Record<string, unknown> {
  const person = { id: randomUUID(), name: "Priya Nair" };
  return {
    type: "handoff_created",
    handoff_id: randomUUID(),
    session_id: randomUUID(),
    team_id: null,
    version: 1,
    status: "open",
    actor: { kind: "member", ...person },
    created_at: new Date().toISOString(),
    intent: "escalate",
    priority: "normal",
    engineer_notes: notes(marker),
    ...SESSION,
    device: null,
    handed_off_by: person,
  };
}

/** What Baton's sessions and the peers' events have in common. */
export const SESSION = {
  problem_summary: "VPN drops every ten minutes",
  problem_domain: "Network",
  customer: "Harbor Dental",
};

/** Notes that carry a marker. */
export function notes(marker: number): string {
  return `@@${marker}@@ Replaced the router, same behaviour; the provider sees no line errors.`;
}
