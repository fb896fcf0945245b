import type { Handoff } from "../../contract/handoff.ts";
import type { Session } from "../../contract/session.ts";
import { post } from "../api.ts";
import type { SessionVerb } from "../offered-verbs.ts";
import { release } from "../release.ts";
import { ticketName } from "../ticket-name.ts";
import { usePsaChoice } from "../use-psa-choice.ts";
import { words } from "../words/spoken.ts";
import { ReasonForm } from "./reason-form.tsx";

interface Props {
  verb: Exclude<SessionVerb, "hand_off">;
  session: Session;
  active: Handoff | undefined;
  /** What most likely resolved it. */
  solution?: string;
  onDone: () => Promise<void>;
}

/** Asks for what a verb needs, and does it. */
export function VerbForm({ verb, session, active, solution = "", onDone }: Props) {
  const psa = usePsaChoice(session);
  const submit = words.value.session.next.submits[verb];
  const base = `/ai-sessions/${session.id}`;
  const send = async (reason: string) => {
    if (verb === "resume") await post(`${base}/resume`, {});
    else if (verb === "resolve") await post(`${base}/resolve`, { resolution: reason });
    else if (active !== undefined && verb === "release") {
      const what = { session_id: session.id, handoff_id: active.id, problem: session.problem_summary };
      await release(what, reason);
    } else if (active !== undefined) await post(`${base}/handoffs/${active.id}/${verb}`, { reason });
    await onDone();
  };
  const usual =
    verb === "release" ? words.value.queue.release.usual : verb === "resolve" ? solution : undefined;
  const { psa_ticket_ref: ticket } = session;
  const isTold = verb === "resolve" && ticket !== null && session.handoff_count > 0 && psa.chosen !== null;
  return (
    <ReasonForm
      verb={verb}
      submit={submit}
      {...(usual !== undefined && { usual })}
      besides={isTold ? words.value.psa.ticket.onResolve(ticketName(ticket)) : undefined}
      onSend={send}
    />
  );
}
