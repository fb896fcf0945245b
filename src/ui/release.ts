import { signal } from "@preact/signals";
import { announce } from "./announcement.ts";
import { ApiProblem } from "./api-problem.ts";
import { post } from "./api.ts";
import { words } from "./words/spoken.ts";

const UNDO_MS = 10_000;

/** A handoff that somebody has let go, as far as undoing it needs. */
export interface Released {
  session_id: string;
  handoff_id: string;
  problem: string | null;
}

/** What can still be undone; `problem`: why it could not be. */
export const undoable = signal<{ what: Released; problem: ApiProblem | null } | null>(null);
let ending: ReturnType<typeof setTimeout> | null = null;

/** Puts a held handoff back into the queue. Throws `ApiProblem`. */
export async function release(what: Released, reason: string): Promise<void> {
  await post(`${addressOf(what)}/release`, { reason });
  offerUndo(what);
}

/** Offers for a while to take back what was just released. */
export function offerUndo(what: Released): void {
  undoable.value = { what, problem: null };
  const said = words.peek().queue;
  announce(said.release.done(what.problem ?? said.noProblem));
  endSoon();
}

/** Claims it again; whoever was quicker keeps it. */
export async function undoRelease(): Promise<void> {
  const { what } = undoable.peek() ?? {};
  if (what === undefined) return;
  try {
    await post(`${addressOf(what)}/claim`, {});
    announce(words.peek().queue.release.undone);
    undoable.value = null;
  } catch (error) {
    undoable.value = { what, problem: ApiProblem.from(error) };
    endSoon();
  }
}

function endSoon() {
  if (ending !== null) clearTimeout(ending);
  ending = setTimeout(() => {
    undoable.value = null;
  }, UNDO_MS);
}

function addressOf({ session_id, handoff_id }: Released): string {
  return `/ai-sessions/${session_id}/handoffs/${handoff_id}`;
}
