import type { ComponentChildren } from "preact";
import type { Session } from "../../contract/session.ts";
import { words } from "../words/spoken.ts";
import { PageHeading } from "./page-heading.tsx";

interface Props {
  session: Session;
  /** How it stands. */
  state: ComponentChildren;
  /** What can be done with it here. */
  children?: ComponentChildren;
}

/** What a session is about and how it stands. It stays where it is when the context dissolves into the session. */
export function SessionHead({ session, state, children }: Props) {
  const title = session.problem_summary ?? words.value.session.noProblem;
  const place = [session.problem_domain, session.customer, session.contact, session.device].filter(
    (part) => part !== null,
  );
  return (
    <header class="session-head">
      <PageHeading title={title}>
        <span dir="auto">{title}</span>
      </PageHeading>
      <p class="state-line">{state}</p>
      {place.length > 0 && (
        <p class="session-place quiet">
          {place.map((part) => (
            <bdi key={part}>{part}</bdi>
          ))}
        </p>
      )}
      {children}
    </header>
  );
}
