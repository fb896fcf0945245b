import type { SessionDetail } from "../contract/handoff.ts";
import type { Step } from "../contract/session.ts";
import { words } from "./words/spoken.ts";

/** What a claim rests on, in words, and where that stands; null where there is nothing to go to. */
export interface RefWords {
  says: string;
  href: string | null;
}

/** What an id of an assessment turned out to be, beyond the steps that the screen shows. */
export type FoundRef =
  | { kind: "message" }
  | { kind: "session"; problem: string | null }
  | { kind: "step"; session_id: string; title: string }
  | { kind: "gone" }
  | { kind: "unread" };

interface OnScreen {
  session_id: string;
  steps: readonly Pick<Step, "id">[];
  /** What was looked up; an id that is missing is still being looked up. */
  found: ReadonlyMap<string, FoundRef>;
}

/** A reference of an assessment: a step shown here, a message of the session, or a session that was resolved before. */
export function refWords(ref: string, { session_id, steps, found }: OnScreen): RefWords {
  const { refs: said } = words.value.session.assessment;
  const place = steps.findIndex(({ id }) => id === ref);
  if (place >= 0) return { says: said.step(place + 1), href: `#step-${ref}` };
  const known = found.get(ref);
  switch (known?.kind) {
    case undefined:
      return { says: said.reading, href: null };
    case "message":
      return { says: said.message, href: `/sessions/${session_id}#message-${ref}` };
    case "session":
      return { says: said.before(known.problem ?? said.noProblem), href: `/sessions/${ref}` };
    case "step":
      return { says: said.stepThere(known.title), href: `/sessions/${known.session_id}#step-${ref}` };
    case "gone":
      return { says: said.gone, href: null };
    case "unread":
      return { says: said.unread, href: null };
    default:
      return known satisfies never;
  }
}

/** Reads a session; null where there is none. */
export type ReadSession = (id: string) => Promise<SessionDetail | null>;

/**
 * Finds out what the ids that are no steps of the session are: first among its messages, then each as a session, whose
 * steps may be cited beside it. What cannot be read now is said to be so.
 */
export async function findRefs(
  ids: readonly string[],
  sessionId: string,
  read: ReadSession,
): Promise<ReadonlyMap<string, FoundRef>> {
  const found = new Map<string, FoundRef>();
  const attempt = async (id: string): Promise<SessionDetail | "gone" | "unread"> => {
    try {
      return (await read(id)) ?? "gone";
    } catch {
      return "unread";
    }
  };
  const own = ids.length > 0 ? await attempt(sessionId) : "gone";
  if (typeof own === "object") for (const { id } of own.messages) found.set(id, { kind: "message" });
  // One after the other: a session that was found says what the next id is.
  for (const id of ids) {
    if (found.has(id)) continue;
    const session = await attempt(id);
    if (typeof session === "string") {
      found.set(id, { kind: own === "unread" ? "unread" : session });
      continue;
    }
    found.set(id, { kind: "session", problem: session.problem_summary });
    for (const step of session.steps) {
      found.set(step.id, { kind: "step", session_id: session.id, title: step.title });
    }
  }
  return found;
}
