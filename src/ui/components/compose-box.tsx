import { useRef, useState } from "preact/hooks";
import type { SessionDetail } from "../../contract/handoff.ts";
import { useKeys } from "../use-keys.ts";
import { words } from "../words/spoken.ts";
import { AddMessage } from "./add-message.tsx";
import { AddNote } from "./add-note.tsx";
import { AddStep } from "./add-step.tsx";

type Kind = "step" | "message" | "note";

interface Props {
  session: SessionDetail;
  onAdded: () => Promise<void>;
}

/** Adds to a session: a step with its result, a message, or where it was handed off, a note. Drafts outlive a change of mind. */
export function ComposeBox({ session, onAdded }: Props) {
  const box = useRef<HTMLElement>(null);
  const [kind, setKind] = useState<Kind>("step");
  const said = words.value.session.compose;
  const [newest] = session.handoffs;
  const kinds: Kind[] = newest === undefined ? ["step", "message"] : ["step", "message", "note"];
  const focusField = (shown: Kind) => {
    const form = `[data-compose="${shown}"]`;
    box.current?.querySelector<HTMLElement>(`${form} input, ${form} textarea`)?.focus();
  };
  useKeys({
    note: () => {
      const shown = newest === undefined ? "message" : "note";
      setKind(shown);
      // The form is drawn in a microtask; the focus comes after it.
      setTimeout(() => focusField(shown));
      return true;
    },
    close: () => {
      const isIn = box.current?.contains(document.activeElement) === true;
      if (isIn && document.activeElement instanceof HTMLElement) document.activeElement.blur();
      return isIn;
    },
  });

  return (
    <section ref={box} class="panel compose" aria-labelledby="compose">
      <h2 id="compose" class="unseen">
        {said.title}
      </h2>
      <fieldset class="choices segmented tabs">
        <legend class="unseen">{said.what}</legend>
        {kinds.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="compose"
              value={one}
              checked={kind === one}
              onChange={() => setKind(one)}
            />
            {said.kinds[one]}
            {one === "note" && (
              <kbd class="key-hint" aria-hidden="true">
                n
              </kbd>
            )}
          </label>
        ))}
      </fieldset>
      <div data-compose="step" hidden={kind !== "step"}>
        <AddStep
          sessionId={session.id}
          branches={session.branches}
          activeId={session.active_branch_id}
          onAdded={onAdded}
        />
      </div>
      <div data-compose="message" hidden={kind !== "message"}>
        <AddMessage sessionId={session.id} onAdded={onAdded} />
      </div>
      {newest !== undefined && (
        <div data-compose="note" hidden={kind !== "note"}>
          <AddNote of={{ session_id: session.id, handoff_id: newest.id }} onAdded={onAdded} />
        </div>
      )}
    </section>
  );
}
