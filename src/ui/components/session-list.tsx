import { useRef } from "preact/hooks";
import type { Session } from "../../contract/session.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { useRowKeys } from "../use-row-keys.ts";
import { words } from "../words/spoken.ts";
import { Ago } from "./ago.tsx";

/** Sessions as rows: what each is about, how it stands, whose it is and when somebody last worked on it. */
export function SessionList({ sessions }: { sessions: Session[] }) {
  const said = words.value.session;
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list, ".row-title");
  return (
    <ul ref={list} class="session-rows">
      {sessions.map((session) => {
        const place = [session.problem_domain, session.customer, session.device];
        const engineer = session.user_name ?? session.source.name;
        return (
          <li key={session.id} data-session={session.status}>
            <span class="chip" data-session={session.status}>
              {STATUS_WORDS.session[session.status]}
            </span>
            <a class="row-title" href={`/sessions/${session.id}`} dir="auto">
              {session.problem_summary ?? said.noProblem}
            </a>
            <span class="row-facts quiet">
              {place
                .filter((part) => part !== null)
                .map((part) => (
                  <bdi key={part}>{part}</bdi>
                ))}
              {engineer !== null && <bdi>{engineer}</bdi>}
              {session.escalated_to_name !== null && <span>{said.with(session.escalated_to_name)}</span>}
              {session.step_count > 0 && <span>{said.list.count(session.step_count)}</span>}
            </span>
            <span class="quiet">
              <Ago at={session.updated_at} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
