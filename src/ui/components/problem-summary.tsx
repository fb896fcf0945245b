import type { Handoff } from "../../contract/handoff.ts";
import type { Session } from "../../contract/session.ts";
import { words } from "../words/spoken.ts";
import { Facts } from "./facts.tsx";
import { LongText } from "./long-text.tsx";

/** What is wrong, for whom, and in the words of whoever handed it off. */
export function ProblemSummary({ handoff, session }: { handoff: Handoff; session: Session }) {
  const { about, context } = words.value.session;
  return (
    <>
      {handoff.engineer_notes !== null && handoff.engineer_notes !== "" ? (
        <LongText text={handoff.engineer_notes} />
      ) : (
        <p class="quiet">{context.noNotes}</p>
      )}
      <Facts
        facts={{
          [about.domain]: session.problem_domain,
          [about.customer]: session.customer,
          [about.contact]: session.contact,
          [about.device]: session.device,
          [about.ticket]: session.psa_ticket_ref,
        }}
      />
    </>
  );
}
