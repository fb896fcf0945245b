import { useRef, useState } from "preact/hooks";
import type { Handoff } from "../../contract/handoff.ts";
import { isAdminRole } from "../../contract/role.ts";
import type { Session } from "../../contract/session.ts";
import { maySteer } from "../may-do.ts";
import { usePsaChoice } from "../use-psa-choice.ts";
import { useMe } from "../use-me.ts";
import { words } from "../words/spoken.ts";
import { Facts } from "./facts.tsx";
import { OnlineButton } from "./online-button.tsx";
import { OpenedForm } from "./opened-form.tsx";
import { TicketForm } from "./ticket-form.tsx";
import { TicketNote } from "./ticket-note.tsx";

interface Props {
  session: Session;
  handoffs: readonly Handoff[];
  /** The one whose note is shown; none before the session is handed off. */
  handoff: Handoff | undefined;
  reload: () => Promise<void>;
}

/** The ticket of a session: which it is, in which PSA, what stands in it, and what can be done about that. */
export function TicketPanel({ session, handoffs, handoff, reload }: Props) {
  const me = useMe();
  const psa = usePsaChoice(session);
  const [isOpen, setOpen] = useState(false);
  const panel = useRef<HTMLElement>(null);
  const said = words.value.psa.ticket;
  const ticket = session.psa_ticket_ref?.trim() || null;
  const may = maySteer(session, handoffs, { id: me.user.id, role: me.role });
  const close = () => {
    setOpen(false);
    panel.current?.querySelector<HTMLElement>("h2")?.focus();
  };

  return (
    <section ref={panel} class="panel ticket" aria-labelledby="ticket">
      <h2 id="ticket" tabIndex={-1}>
        {said.title}
      </h2>
      {ticket === null ? (
        <p class="quiet">{said.none}</p>
      ) : (
        <Facts facts={{ [said.reference]: ticket, [said.system]: psa.chosen?.name ?? null }} />
      )}
      {ticket !== null && psa.why !== null && (
        <p class="quiet">
          {said.why[psa.why]}{" "}
          {psa.why === "none" && isAdminRole(me.role) && <a href="/settings/psa">{said.connect}</a>}
        </p>
      )}
      {ticket !== null && handoff === undefined && psa.chosen !== null && <p class="quiet">{said.early}</p>}
      {handoff !== undefined && (ticket !== null || handoff.psa_note_pushed) && (
        <TicketNote key={handoff.id} handoff={handoff} isConnected={ticket !== null && psa.chosen !== null} />
      )}
      {may && !isOpen && (
        <div class="actions">
          <OnlineButton tone="link" onPress={() => setOpen(true)}>
            {ticket === null ? said.name : said.change}
          </OnlineButton>
        </div>
      )}
      {may && isOpen && (
        <OpenedForm onClose={close}>
          <TicketForm
            session={session}
            psa={psa}
            onSaved={async () => {
              await reload();
              close();
            }}
          />
        </OpenedForm>
      )}
    </section>
  );
}
