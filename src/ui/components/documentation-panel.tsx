import { useState } from "preact/hooks";
import type { SessionDetail } from "../../contract/handoff.ts";
import { copyText } from "../copy-text.ts";
import { isWorking } from "../me.ts";
import { useDocumentation } from "../use-documentation.ts";
import { useMe } from "../use-me.ts";
import { usePsaChoice } from "../use-psa-choice.ts";
import { words } from "../words/spoken.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { OnlineButton } from "./online-button.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { WrittenBy } from "./written-by.tsx";

/** The documentation of a session: written while one looks on, edited, kept, and taken to the ticket. */
export function DocumentationPanel({ session }: { session: SessionDetail }) {
  const me = useMe();
  const { loaded, kept, text, theirs, isDirty, busy, problem, ...doc } = useDocumentation(session);
  const psa = usePsaChoice(session);
  const [isAsking, setAsking] = useState(false);
  const said = words.value.session.documentation;
  const may = isWorking(me);
  const [newest] = session.handoffs;
  // Once resolved, the ticket takes what was written since; before that the resolution brings it along.
  const hasTicket = session.psa_ticket_ref !== null && psa.chosen !== null;
  const takes = may && session.status === "resolved" && hasTicket;
  const isEdited = isDirty || kept?.source === "member";

  return (
    <section class="panel documentation" aria-labelledby="documentation" aria-busy={busy === "writing"}>
      <div class="panel-head">
        <h2 id="documentation">{said.title}</h2>
        {isDirty ? (
          <p class="quiet">{said.unsaved}</p>
        ) : (
          busy === null &&
          kept !== null && (
            <p class="quiet">
              <WrittenBy text={kept} />
            </p>
          )
        )}
      </div>
      {text === null ? (
        <p class="quiet">{said.none}</p>
      ) : (
        <textarea
          class="documentation-text"
          aria-label={said.text}
          dir="auto"
          rows={12}
          maxLength={100_000}
          readOnly={busy === "writing" || !may}
          value={text}
          onInput={(event) => doc.edit(event.currentTarget.value)}
          onKeyDown={(event) => {
            const isSent = event.key === "Enter" && (event.ctrlKey || event.metaKey);
            if (isSent && isDirty) void doc.save();
          }}
        />
      )}
      {problem !== null && <ProblemNote problem={problem} sent />}
      {theirs !== null && (
        <details class="their-text">
          <summary>{said.theirs}</summary>
          <p class="prose" dir="auto">
            {theirs}
          </p>
        </details>
      )}
      {loaded.problem !== null && (
        <ProblemNote problem={loaded.problem} onRetry={() => void loaded.reload()} />
      )}
      <div class="actions">
        {isDirty && may && (
          <OnlineButton tone="primary" busy={busy !== null} onPress={() => void doc.save()}>
            {said.save}
          </OnlineButton>
        )}
        {text !== null && busy === null && (
          <button type="button" onClick={() => void copyText(text)}>
            {said.copy}
          </button>
        )}
        {takes && newest !== undefined && text !== null && busy !== "writing" && (
          <OnlineButton busy={busy !== null} onPress={() => void doc.push(newest)}>
            {words.value.psa.ticket.push}
          </OnlineButton>
        )}
        {may && (
          <OnlineButton busy={busy !== null} onPress={() => (isEdited ? setAsking(true) : void doc.write())}>
            {busy === "writing" ? said.writing : text === null ? said.write : said.again}
          </OnlineButton>
        )}
        {busy === "writing" && (
          <button type="button" onClick={doc.stop}>
            {said.stop}
          </button>
        )}
      </div>
      {isAsking && (
        <ConfirmDialog
          title={said.replace.title}
          detail={said.replace.detail}
          confirm={said.replace.confirm}
          onConfirm={async () => void doc.write()}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  );
}
