import type { LoggedEvent } from "../../contract/event.ts";
import type { Handoff, SessionDetail } from "../../contract/handoff.ts";
import { lookers } from "../feed.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { useMe } from "../use-me.ts";
import { words } from "../words/spoken.ts";
import { HandoffState } from "./handoff-state.tsx";

interface Props {
  session: SessionDetail;
  active: Handoff | undefined;
  events: readonly LoggedEvent[];
}

/** How a session stands: by its active handoff where it has one, else by itself. */
export function SessionState({ session, active, events }: Props) {
  const me = useMe();
  if (active !== undefined) {
    const others = (lookers.value.get(active.id) ?? []).filter(({ id }) => id !== me.user.id);
    const timeline = events.filter(({ handoff_id }) => handoff_id === active.id);
    return <HandoffState handoff={active} tool={session.source.name} timeline={timeline} lookers={others} />;
  }
  const engineer = session.user_name ?? session.source.name;
  const resolver = events.findLast(({ type }) => type === "session_resolved" || type === "handoff_resolved");
  return (
    <>
      <span class="chip" data-session={session.status}>
        {STATUS_WORDS.session[session.status]}
      </span>
      {session.status === "resolved"
        ? resolver !== undefined && <span>{words.value.session.resolvedBy(resolver.actor.name)}</span>
        : engineer !== null && <span>{words.value.session.with(engineer)}</span>}
    </>
  );
}
