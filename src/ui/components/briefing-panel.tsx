import type { Handoff } from "../../contract/handoff.ts";
import { copyText } from "../copy-text.ts";
import { useBriefing } from "../use-briefing.ts";
import { words } from "../words/spoken.ts";
import { OnlineButton } from "./online-button.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { WrittenBy } from "./written-by.tsx";

/** What whoever takes over should know, in one text: closed until it is asked for, then seen as it is written. */
export function BriefingPanel({ handoff }: { handoff: Handoff }) {
  const { text, by, isWriting, isOlder, problem, hear } = useBriefing(handoff);
  const said = words.value.session.briefing;
  return (
    <details
      class="panel briefing"
      onToggle={(event) => {
        if (event.currentTarget.open && text === null) void hear();
      }}
    >
      <summary>
        <h2 id="briefing">{said.title}</h2> <span class="quiet">{said.about}</span>
      </summary>
      <div class="briefing-body" role="region" aria-labelledby="briefing" aria-busy={isWriting}>
        {text !== null && text !== "" && (
          <p class="prose long-text" dir="auto">
            {text}
          </p>
        )}
        {isWriting && <p class="quiet">{said.writing}</p>}
        {problem !== null && <ProblemNote problem={problem} onRetry={() => void hear()} />}
        {isOlder && (
          <p class="note">
            {said.older}{" "}
            <OnlineButton tone="link" onPress={() => void hear()}>
              {said.again}
            </OnlineButton>
          </p>
        )}
        {by !== null && text !== null && (
          <div class="actions">
            <button type="button" onClick={() => void copyText(text, said.copied)}>
              {said.copy}
            </button>
            <p class="quiet">
              <WrittenBy text={by} />
            </p>
          </div>
        )}
      </div>
    </details>
  );
}
