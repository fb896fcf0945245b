import { signal } from "@preact/signals";
import type { Handoff, QueueRow } from "../contract/handoff.ts";
import type { Person } from "../contract/person.ts";
import { ApiProblem } from "./api-problem.ts";
import { post } from "./api.ts";

/** One try to pick up: under way, lost to another, or failed. */
export type ClaimTry =
  | { kind: "claiming"; row: QueueRow }
  | { kind: "lost"; row: QueueRow; by: Person; at: string }
  | { kind: "failed"; row: QueueRow; problem: ApiProblem };

/** The tries on screen, by handoff. A card that was tried stays until its outcome is read, even if it left the queue. */
export const claimTries = signal<ReadonlyMap<string, ClaimTry>>(new Map());

/** Picks up a handoff; true if it is now ours. */
export async function claim(row: QueueRow): Promise<boolean> {
  if (claimTries.peek().get(row.handoff_id)?.kind === "claiming") return false;
  put(row.handoff_id, { kind: "claiming", row });
  try {
    await post<Handoff>(`/ai-sessions/${row.session_id}/handoffs/${row.handoff_id}/claim`, {});
    forgetClaim(row.handoff_id);
    return true;
  } catch (error) {
    const problem = ApiProblem.from(error);
    put(row.handoff_id, lostTo(row, problem) ?? { kind: "failed", row, problem });
    return false;
  }
}

/** Takes the outcome of a try off the screen. */
export function forgetClaim(handoffId: string): void {
  const rest = new Map(claimTries.peek());
  rest.delete(handoffId);
  claimTries.value = rest;
}

/** The screen is left: whatever came of the tries has been read there or not at all. */
export function forgetOutcomes(): void {
  claimTries.value = new Map([...claimTries.peek()].filter(([, { kind }]) => kind === "claiming"));
}

function lostTo(row: QueueRow, { code, problem }: ApiProblem): ClaimTry | null {
  if (code !== "already_claimed") return null;
  return { kind: "lost", row, by: problem["claimed_by"] as Person, at: String(problem["claimed_at"]) };
}

function put(handoffId: string, outcome: ClaimTry) {
  claimTries.value = new Map(claimTries.peek()).set(handoffId, outcome);
}
