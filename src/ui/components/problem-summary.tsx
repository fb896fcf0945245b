import type { Handoff } from "../../contract/handoff.ts";
import type { Session } from "../../contract/session.ts";
import { Facts } from "./facts.tsx";
import { PriorityMark } from "./priority-mark.tsx";

/** What is wrong, for whom, and in the words of whoever handed it off. */
export function ProblemSummary({ handoff, session }: { handoff: Handoff; session: Session }) {
  return (
    <>
      <p>
        <PriorityMark priority={handoff.priority} />
      </p>
      {handoff.engineer_notes !== null && handoff.engineer_notes !== "" ? (
        <p class="prose">{handoff.engineer_notes}</p>
      ) : (
        <p class="quiet">No notes were left.</p>
      )}
      <Facts
        facts={{
          Domain: session.problem_domain,
          Customer: session.customer,
          Contact: session.contact,
          Device: session.device,
          Ticket: session.psa_ticket_ref,
        }}
      />
    </>
  );
}
