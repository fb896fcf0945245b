import { useLocation } from "preact-iso";
import { useState } from "preact/hooks";
import type { HandedOff, Handoff } from "../../contract/handoff.ts";
import type { SessionDetail } from "../../contract/handoff.ts";
import { announce } from "../announcement.ts";
import { focusHeading } from "../focus-heading.ts";
import { type SessionVerb, activeHandoff, offeredVerbs } from "../offered-verbs.ts";
import { useKeys } from "../use-keys.ts";
import { useMe } from "../use-me.ts";
import { words } from "../words/spoken.ts";
import { HandOffForm } from "./hand-off-form.tsx";
import { OnlineButton } from "./online-button.tsx";
import { OpenedForm } from "./opened-form.tsx";
import { VerbForm } from "./verb-form.tsx";

const SHORTCUTS: Partial<Record<SessionVerb, string>> = { hand_off: "e", release: "r" };

interface Props {
  session: SessionDetail;
  onDone: () => Promise<void>;
  onHandedOff: (handedOff: HandedOff) => void;
}

/** What this person may do with the session as it stands; one form is open at a time. */
export function SessionActions({ session, onDone, onHandedOff }: Props) {
  const me = useMe();
  const { query, path, route } = useLocation();
  const [open, setOpen] = useState<SessionVerb | null>(query["do"] === "hand_off" ? "hand_off" : null);
  const offered = offeredVerbs(session, session.handoffs, { id: me.user.id, role: me.role });
  const active: Handoff | undefined = activeHandoff(session.handoffs);
  const current = open !== null && offered.includes(open) ? open : null;
  const said = words.value.session.next;

  const show = (verb: SessionVerb | null) => {
    // What an address opened is closed for its reload as well.
    if (query["do"] !== undefined) route(path, true);
    setOpen(verb);
  };
  const close = () => {
    show(null);
    focusHeading();
  };
  const press = (verb: SessionVerb) => () => {
    if (!offered.includes(verb)) return false;
    show(verb);
    return true;
  };
  useKeys({
    escalate: press("hand_off"),
    release: press("release"),
    close: () => {
      if (current === null) return false;
      close();
      return true;
    },
  });
  const done = async () => {
    show(null);
    await onDone();
    focusHeading();
  };

  return (
    <>
      {offered.length > 0 && (
        <div class="actions verbs">
          {offered.map((verb) => (
            <OnlineButton
              key={verb}
              expanded={current === verb}
              {...(SHORTCUTS[verb] !== undefined && { shortcut: SHORTCUTS[verb] })}
              onPress={() => show(current === verb ? null : verb)}
            >
              {said.verbs[verb]}
            </OnlineButton>
          ))}
        </div>
      )}
      {current !== null && (
        <OpenedForm key={current} onClose={close}>
          {current === "hand_off" ? (
            <HandOffForm
              session={session}
              replaces={active}
              onHandedOff={async (handedOff) => {
                onHandedOff(handedOff);
                const { receipt } = words.peek().queue;
                announce(handedOff.intent === "park" ? receipt.parked : receipt.escalated);
                await done();
              }}
            />
          ) : (
            <VerbForm
              verb={current}
              session={session}
              active={active}
              solution={session.steps.findLast(({ result }) => result === "worked")?.title ?? ""}
              onDone={done}
            />
          )}
        </OpenedForm>
      )}
    </>
  );
}
