import { useEffect, useState } from "preact/hooks";
import type { Assessment, SessionDetail } from "../contract/handoff.ts";
import type { Step } from "../contract/session.ts";
import { ApiProblem } from "./api-problem.ts";
import { read } from "./api.ts";
import { type FoundRef, findRefs } from "./ref-words.ts";

const NOTHING: ReadonlyMap<string, FoundRef> = new Map();

/** What the claims of an assessment rest on where that is no step of the session; looked up once per assessment. */
export function useRefs(
  evidence: Assessment["evidence"],
  sessionId: string,
  steps: readonly Step[],
): ReadonlyMap<string, FoundRef> {
  const [found, setFound] = useState(NOTHING);
  const here = new Set(steps.map(({ id }) => id));
  const others = [...new Set(evidence.flatMap(({ refs }) => refs))].filter((ref) => !here.has(ref)).join(" ");
  useEffect(() => {
    if (others === "") return undefined;
    const control = new AbortController();
    const lookUp = async () => {
      const known = await findRefs(others.split(" "), sessionId, (id) => sessionOrNull(id, control.signal));
      if (!control.signal.aborted) setFound(known);
    };
    void lookUp();
    return () => control.abort();
  }, [others, sessionId]);
  return found;
}

async function sessionOrNull(id: string, signal: AbortSignal): Promise<SessionDetail | null> {
  try {
    return await read<SessionDetail>(`/ai-sessions/${encodeURIComponent(id)}`, signal);
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return null;
    throw error;
  }
}
