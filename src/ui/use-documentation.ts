import { useEffect, useRef, useState } from "preact/hooks";
import type { Documentation, Session } from "../contract/session.ts";
import { announce } from "./announcement.ts";
import { ApiProblem } from "./api-problem.ts";
import { put, read } from "./api.ts";
import { ownProblem } from "./problem-words.ts";
import { pushNote } from "./push-note.ts";
import { streamText } from "./stream-text.ts";
import { type Loaded, useLoaded } from "./use-loaded.ts";
import { words } from "./words/spoken.ts";

export interface WrittenDocumentation {
  loaded: Loaded<Documentation>;
  /** What the server keeps; null before anything was written. */
  kept: Documentation | null;
  /** What is shown: a text under way, a draft, or what is kept. */
  text: string | null;
  /** What somebody else has saved while this one was typed; null if nobody has. */
  theirs: string | null;
  /** Somebody has typed what is not kept yet. */
  isDirty: boolean;
  busy: "writing" | "saving" | "pushing" | null;
  problem: ApiProblem | null;
  write: () => Promise<void>;
  stop: () => void;
  edit: (text: string) => void;
  save: () => Promise<void>;
  /** Takes it to the ticket of a handoff; what was typed is kept first. */
  push: (handoff: { session_id: string; id: string }) => Promise<void>;
}

/** The documentation of a session: heard as it is written, edited here, and kept by the server. */
export function useDocumentation(session: Pick<Session, "id" | "documentation_at">): WrittenDocumentation {
  const path = `/ai-sessions/${session.id}/documentation`;
  // As the session was opened: what comes later must not slip under what is being typed.
  const [wasThere] = useState(session.documentation_at !== null);
  const loaded = useLoaded<Documentation>(wasThere ? path : null);
  const [newest, setNewest] = useState<Documentation | null>(null);
  const [draft, setDraft] = useState<string | null>(null);
  const [busy, setBusy] = useState<WrittenDocumentation["busy"]>(null);
  const [theirs, setTheirs] = useState<string | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const kept = newest ?? loaded.data;

  const adopt = (found: Documentation) => {
    setNewest(found);
    setDraft(null);
    setTheirs(null);
    if (found.source === "member") setProblem(ownProblem("text_kept_instead"));
    else announce(words.peek().session.documentation.written);
  };
  const keep = async (typed: string) => {
    try {
      setNewest(await put<Documentation>(path, { text: typed, replaces: kept?.created_at ?? null }));
      setTheirs(null);
      // Whoever went on typing meanwhile has a newer draft: it stays.
      setDraft((now) => (now === typed ? null : now));
      announce(words.peek().session.documentation.saved);
    } catch (error) {
      if (ApiProblem.from(error).code !== "invalid_transition") throw error;
      // What was typed stays beside what is kept, and takes its place if it is saved once more.
      const found = await read<Documentation>(path);
      setNewest(found);
      setTheirs(found.text);
      throw ownProblem("text_saved_meanwhile");
    }
  };
  const attempt = async (what: "writing" | "saving" | "pushing", act: () => Promise<void>) => {
    if (busy !== null) return;
    setBusy(what);
    setProblem(null);
    try {
      await act();
    } catch (error) {
      setProblem(ApiProblem.from(error));
    }
    setBusy(null);
  };
  /** A text that was cut on its way here may stand whole at the server; half a text is never left to be saved. */
  const settleCut = async (reason: unknown, wasStopped: boolean) => {
    setDraft(null);
    const found = await readKept(session.id);
    if (found !== null && found.created_at !== kept?.created_at) adopt(found);
    else if (!wasStopped) throw reason;
  };

  return {
    loaded,
    kept,
    text: draft ?? kept?.text ?? null,
    theirs,
    isDirty: busy !== "writing" && draft !== null && draft !== kept?.text,
    busy,
    problem,
    write: () =>
      attempt("writing", async () => {
        const control = new AbortController();
        running.current = control;
        setDraft("");
        try {
          adopt(await streamText("POST", path, setDraft, control.signal));
        } catch (error) {
          await settleCut(error, control.signal.aborted);
        }
      }),
    stop: () => running.current?.abort(),
    edit: setDraft,
    save: () => attempt("saving", () => keep(draft ?? "")),
    push: (handoff) =>
      attempt("pushing", async () => {
        if (draft !== null && draft !== kept?.text) await keep(draft);
        await pushNote(handoff);
      }),
  };
}

async function readKept(sessionId: string): Promise<Documentation | null> {
  const path = `/ai-sessions/${sessionId}`;
  try {
    const { documentation_at } = await read<Session>(path);
    return documentation_at === null ? null : await read<Documentation>(`${path}/documentation`);
  } catch {
    return null;
  }
}
