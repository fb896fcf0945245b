import { useEffect, useRef, useState } from "preact/hooks";
import type { Handoff } from "../contract/handoff.ts";
import type { Documentation } from "../contract/session.ts";
import { announce } from "./announcement.ts";
import { ApiProblem } from "./api-problem.ts";
import { streamText } from "./stream-text.ts";
import { words } from "./words/spoken.ts";

export interface HeardBriefing {
  /** All that has come so far; null before it is asked for. */
  text: string | null;
  /** Who wrote it, once it is whole. */
  by: Omit<Documentation, "text"> | null;
  isWriting: boolean;
  /** The assessment is another one than when this was written. */
  isOlder: boolean;
  problem: ApiProblem | null;
  hear: () => Promise<void>;
}

/** The briefing of a handoff, heard as it is written; whoever asks later gets the same. */
export function useBriefing({ session_id, id, assessment_status }: Handoff): HeardBriefing {
  const [heard, setHeard] = useState<Documentation | null>(null);
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [asked, setAsked] = useState(assessment_status);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const hear = async () => {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    setAsked(assessment_status);
    setProblem(null);
    setDraft("");
    const path = `/ai-sessions/${session_id}/handoffs/${id}/briefing`;
    try {
      setHeard(await streamText("GET", path, setDraft, control.signal));
      announce(words.peek().session.briefing.written);
    } catch (error) {
      if (control.signal.aborted) return;
      setProblem(ApiProblem.from(error));
    }
    setDraft(null);
  };

  return {
    text: draft ?? heard?.text ?? null,
    by: draft === null ? heard : null,
    isWriting: draft !== null,
    isOlder: heard !== null && draft === null && asked !== assessment_status,
    problem,
    hear,
  };
}
