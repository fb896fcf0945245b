import type { QueueRow } from "../contract/handoff.ts";
import type { QueueView } from "./queue-view.ts";

/** Whose screen shows which view. */
export interface Place {
  readonly view: QueueView;
  readonly userId: string;
  readonly teamId: string | null;
}

/** Whether a handoff is one of those that a view shows to this person: what the server's list says, said here. */
export function belongs(row: QueueRow, place: Place): boolean {
  const { view } = place;
  if (!isInScope(row, place) || !isInTeam(row, place)) return false;
  if (view.priority !== null && row.priority !== view.priority) return false;
  if (view.intent !== null && row.intent !== view.intent) return false;
  if (view.domain !== null && row.problem_domain !== view.domain) return false;
  if (view.q === null) return true;
  const sought = view.q.toLowerCase();
  return [row.problem_summary, row.engineer_notes, row.customer].some(
    (text) => text?.toLowerCase().includes(sought) === true,
  );
}

/** Whether a team's handoff belongs in the caller's queue: their own team's and team-less ones, or all without a team. */
export function isForTeam(handoffTeam: string | null, callersTeam: string | null): boolean {
  return callersTeam === null || handoffTeam === null || handoffTeam === callersTeam;
}

function isInScope(row: QueueRow, { view, userId }: Place): boolean {
  switch (view.scope) {
    case "unclaimed":
      return row.status === "open";
    case "mine":
      return row.status === "claimed" && row.claimed_by?.id === userId;
    case "handed_off":
      return row.handed_off_by?.id === userId;
    case "all":
      return true;
    default:
      return view.scope satisfies never;
  }
}

function isInTeam(row: Pick<QueueRow, "team_id">, { view, teamId }: Place): boolean {
  if (view.team === "all") return true;
  if (view.team !== null) return row.team_id === view.team;
  return view.scope !== "unclaimed" || isForTeam(row.team_id, teamId);
}

/** Whether a handoff that comes free, and of which no more than its team is known, may be one of those shown. */
export function mayComeFree(teamId: string | null, place: Place): boolean {
  return place.view.scope === "unclaimed" && isInTeam({ team_id: teamId }, place);
}
