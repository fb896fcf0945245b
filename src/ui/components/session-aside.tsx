import { useState } from "preact/hooks";
import type { LoggedEvent } from "../../contract/event.ts";
import type { HandedOff, Handoff, SessionDetail } from "../../contract/handoff.ts";
import { ApiProblem } from "../api-problem.ts";
import { patch } from "../api.ts";
import { focusHeading } from "../focus-heading.ts";
import { maySteer } from "../may-do.ts";
import { isWorking } from "../me.ts";
import { offeredVerbs } from "../offered-verbs.ts";
import { useMe } from "../use-me.ts";
import { words } from "../words/spoken.ts";
import { BranchList } from "./branch-list.tsx";
import { Facts } from "./facts.tsx";
import { HandOffReceipt } from "./hand-off-receipt.tsx";
import { HandoffHistory } from "./handoff-history.tsx";
import { PickUp } from "./pick-up.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { SessionActions } from "./session-actions.tsx";
import { TakeOver } from "./take-over.tsx";
import { TicketPanel } from "./ticket-panel.tsx";

interface Props {
  session: SessionDetail;
  active: Handoff | undefined;
  events: readonly LoggedEvent[];
  /** What this person has just handed off here. */
  handedOff: HandedOff | null;
  onHandedOff: (handedOff: HandedOff) => void;
  reload: () => Promise<void>;
}

/** Beside the work: what can be done next, what became of the hand-off, and what is known of the session. */
export function SessionAside({ session, active, events, handedOff, onHandedOff, reload }: Props) {
  const said = words.value.session;
  const { about } = said;
  return (
    <aside class="session-aside">
      <NextPanel
        session={session}
        active={active}
        events={events}
        handedOff={handedOff}
        onHandedOff={onHandedOff}
        reload={reload}
      />
      <section class="panel" aria-labelledby="about">
        <h2 id="about">{about.title}</h2>
        <Facts
          facts={{
            [about.engineer]: session.user_name ?? session.source.name,
            [about.domain]: session.problem_domain,
            [about.customer]: session.customer,
            [about.contact]: session.contact,
            [about.device]: session.device,
            [about.resolution]: session.resolution,
          }}
        />
      </section>
      <TicketPanel
        session={session}
        handoffs={session.handoffs}
        handoff={session.handoffs[0]}
        reload={reload}
      />
      {session.branches.length > 0 && <Branches session={session} reload={reload} />}
      <section class="panel" aria-labelledby="history">
        <h2 id="history">{said.history.title}</h2>
        <HandoffHistory handoffs={session.handoffs} />
      </section>
    </aside>
  );
}

function NextPanel({ session, active, events, handedOff, onHandedOff, reload }: Props) {
  const me = useMe();
  // Whoever handed off follows what becomes of it, also after a reload.
  const isStill = handedOff !== null && session.handoffs[0]?.id === handedOff.id;
  const followed = isStill ? handedOff : active?.handed_off_by === me.user.id ? active : null;
  const offered = offeredVerbs(session, session.handoffs, { id: me.user.id, role: me.role });
  if (offered.length === 0 && followed === null && (active === undefined || !isWorking(me))) return null;
  return (
    <section class="panel next" aria-labelledby="actions">
      <h2 id="actions">{words.value.session.next.title}</h2>
      {active !== undefined && <PickUp handoff={active} reload={reload} onPickedUp={() => focusHeading()} />}
      {active !== undefined && (
        <TakeOver
          key={`take-over ${active.id}`}
          handoff={active}
          timeline={events.filter(({ handoff_id }) => handoff_id === active.id)}
          reload={reload}
        />
      )}
      {followed !== null && <HandOffReceipt key={`receipt ${followed.id}`} handedOff={followed} />}
      <SessionActions session={session} onDone={reload} onHandedOff={onHandedOff} />
    </section>
  );
}

function Branches({ session, reload }: Pick<Props, "session" | "reload">) {
  const me = useMe();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const may = maySteer(session, session.handoffs, { id: me.user.id, role: me.role });
  const workOn = async (id: string) => {
    setProblem(null);
    try {
      await patch(`/ai-sessions/${session.id}`, { active_branch_id: id });
    } catch (error) {
      setProblem(ApiProblem.from(error));
    }
    await reload();
  };
  return (
    <section class="panel" aria-labelledby="branches">
      <h2 id="branches">{words.value.session.branches.title}</h2>
      <BranchList
        branches={session.branches}
        activeId={session.active_branch_id}
        {...(may && { onWorkOn: ({ id }) => void workOn(id) })}
      />
      {problem !== null && <ProblemNote problem={problem} sent />}
    </section>
  );
}
