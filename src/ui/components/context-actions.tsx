import { useLocation } from "preact-iso";
import { useState } from "preact/hooks";
import type { HandoffDetail } from "../../contract/handoff.ts";
import { copyText } from "../copy-text.ts";
import { focusHeading } from "../focus-heading.ts";
import { lastQueue } from "../last-queue.ts";
import { leaveField } from "../leave-field.ts";
import { isWorking } from "../me.ts";
import { type SessionVerb, offeredVerbs } from "../offered-verbs.ts";
import { ticketNote } from "../ticket-note.ts";
import { useKeys } from "../use-keys.ts";
import { useMe } from "../use-me.ts";
import { words } from "../words/spoken.ts";
import { AddNote } from "./add-note.tsx";
import { OnlineButton } from "./online-button.tsx";
import { OpenedForm } from "./opened-form.tsx";
import { PickUp } from "./pick-up.tsx";
import { VerbForm } from "./verb-form.tsx";

type VerbHere = "release" | "return" | "withdraw";
type Open = "note" | VerbHere;
const isHere = (verb: SessionVerb): verb is VerbHere =>
  verb === "release" || verb === "return" || verb === "withdraw";

/** What this person may do with a handoff without leaving its context; the keys do the same. */
export function ContextActions({ detail, reload }: { detail: HandoffDetail; reload: () => Promise<void> }) {
  const me = useMe();
  const { route } = useLocation();
  const [open, setOpen] = useState<Open | null>(null);
  const { handoff, session } = detail;
  const said = words.value.session.next;
  const isActive = handoff.status === "open" || handoff.status === "claimed";
  const verbs = offeredVerbs(session, [handoff], { id: me.user.id, role: me.role });
  const offered: Open[] = [...(isWorking(me) ? (["note"] as const) : []), ...verbs.filter(isHere)];
  const current = open !== null && offered.includes(open) ? open : null;
  const key = { session_id: session.id, handoff_id: handoff.id };

  const copy = () => void copyText(ticketNote(detail));
  const close = () => {
    setOpen(null);
    focusHeading();
  };
  const done = async () => {
    setOpen(null);
    await reload();
    focusHeading();
  };
  const show = (verb: Open) => () => {
    if (offered.includes(verb)) setOpen(verb);
    return offered.includes(verb);
  };
  useKeys({
    note: show("note"),
    release: show("release"),
    copy: () => {
      copy();
      return true;
    },
    escalate: () => {
      if (!verbs.includes("hand_off")) return false;
      route(`/sessions/${session.id}?do=hand_off`);
      return true;
    },
    close: () => {
      if (current !== null) close();
      else if (!leaveField()) route(lastQueue.address);
      return true;
    },
  });

  return (
    <>
      <div class="actions verbs">
        <PickUp handoff={handoff} reload={reload} onPickedUp={() => focusHeading("start-here")} />
        {offered.map((verb) => (
          <OnlineButton
            key={verb}
            expanded={current === verb}
            {...(verb === "note" && { shortcut: "n" })}
            {...(verb === "release" && { shortcut: "r" })}
            onPress={() => setOpen(current === verb ? null : verb)}
          >
            {said.verbs[verb]}
          </OnlineButton>
        ))}
        <button type="button" aria-keyshortcuts="c" onClick={copy}>
          {said.verbs.copy}
          <kbd class="key-hint" aria-hidden="true">
            c
          </kbd>
        </button>
      </div>
      {current !== null && (
        <OpenedForm key={current} onClose={close}>
          {current === "note" ? (
            <AddNote of={key} onAdded={done} />
          ) : (
            <VerbForm
              verb={current}
              session={session}
              active={isActive ? handoff : undefined}
              onDone={done}
            />
          )}
        </OpenedForm>
      )}
    </>
  );
}
