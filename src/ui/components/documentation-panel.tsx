import { useEffect, useRef, useState } from "preact/hooks";
import type { Documentation, Session } from "../../contract/session.ts";
import { announce } from "../announcement.ts";
import { ApiProblem } from "../api-problem.ts";
import { put } from "../api.ts";
import { copyText } from "../copy-text.ts";
import { isWorking } from "../me.ts";
import { streamDocumentation } from "../stream-documentation.ts";
import { useLoaded } from "../use-loaded.ts";
import { useMe } from "../use-me.ts";
import { words } from "../words/spoken.ts";
import { Ago } from "./ago.tsx";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { OnlineButton } from "./online-button.tsx";
import { ProblemNote } from "./problem-note.tsx";

/** The documentation of a session: written while one looks on, edited, kept, and taken to the ticket. */
export function DocumentationPanel({ session }: { session: Session }) {
  const me = useMe();
  const path = `/ai-sessions/${session.id}/documentation`;
  const loaded = useLoaded<Documentation>(path);
  const [kept, setKept] = useState<Documentation | null>(null);
  /** What is in the field, where that is not what is kept. */
  const [draft, setDraft] = useState<string | null>(null);
  const [busy, setBusy] = useState<"writing" | "saving" | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isAsking, setAsking] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const said = words.value.session.documentation;
  const found = kept ?? loaded.data;
  const text = draft ?? found?.text ?? null;
  const may = isWorking(me);
  const isDirty = busy === null && draft !== null && draft !== found?.text;

  const attempt = async (what: "writing" | "saving", act: () => Promise<void>) => {
    if (busy !== null) return;
    setBusy(what);
    setProblem(null);
    try {
      await act();
    } catch (error) {
      if (running.current?.signal.aborted !== true) setProblem(ApiProblem.from(error));
    }
    running.current = null;
    setBusy(null);
  };
  const write = () =>
    attempt("writing", async () => {
      const control = new AbortController();
      running.current = control;
      setDraft("");
      const written = await streamDocumentation(session.id, setDraft, control.signal);
      setKept(written);
      setDraft(null);
      announce(words.peek().session.documentation.written);
      field.current?.focus({ preventScroll: true });
    });
  const save = () =>
    attempt("saving", async () => {
      setKept(await put<Documentation>(path, { text: draft ?? "" }));
      setDraft(null);
      announce(words.peek().session.documentation.saved);
    });
  const isEdited = isDirty || found?.source === "member";

  return (
    <section class="panel documentation" aria-labelledby="documentation" aria-busy={busy === "writing"}>
      <div class="panel-head">
        <h2 id="documentation">{said.title}</h2>
        {busy === null && found !== null && (
          <p class="quiet">
            {isDirty ? (
              said.unsaved
            ) : (
              <>
                {found.source === "member" ? said.by.member : said.by.rules} <Ago at={found.created_at} />
              </>
            )}
          </p>
        )}
      </div>
      {text === null ? (
        <p class="quiet">{said.none}</p>
      ) : (
        <textarea
          ref={field}
          class="documentation-text"
          aria-label={said.text}
          dir="auto"
          rows={12}
          maxLength={100_000}
          readOnly={busy === "writing" || !may}
          value={text}
          onInput={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={(event) => {
            const isSent = event.key === "Enter" && (event.ctrlKey || event.metaKey);
            if (isSent && isDirty) void save();
          }}
        />
      )}
      {problem !== null && <ProblemNote problem={problem} sent />}
      {loaded.problem !== null && loaded.problem.status !== 404 && (
        <ProblemNote problem={loaded.problem} onRetry={() => void loaded.reload()} />
      )}
      <div class="actions">
        {isDirty && may && (
          <OnlineButton tone="primary" onPress={() => void save()}>
            {said.save}
          </OnlineButton>
        )}
        {text !== null && busy === null && (
          <button type="button" onClick={() => void copyText(text)}>
            {said.copy}
          </button>
        )}
        {may && (
          <OnlineButton busy={busy !== null} onPress={() => (isEdited ? setAsking(true) : void write())}>
            {busy === "writing" ? said.writing : text === null ? said.write : said.again}
          </OnlineButton>
        )}
        {busy === "writing" && (
          <button type="button" onClick={() => running.current?.abort()}>
            {said.stop}
          </button>
        )}
      </div>
      {isAsking && (
        <ConfirmDialog
          title={said.replace.title}
          detail={said.replace.detail}
          confirm={said.replace.confirm}
          onConfirm={async () => void write()}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  );
}
