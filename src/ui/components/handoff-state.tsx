import { useState } from "preact/hooks";
import type { Handoff } from "../../contract/handoff.ts";
import { ApiProblem } from "../api-problem.ts";
import { post } from "../api.ts";
import { mayDo } from "../may-do.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { useMe } from "../use-me.ts";
import { Ago } from "./ago.tsx";
import { ProblemNote } from "./problem-note.tsx";

/** Who handed it off, who holds it, and the way to take it while it waits. */
export function HandoffState({ handoff, reload }: { handoff: Handoff; reload: () => Promise<void> }) {
  const me = useMe();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isClaiming, setClaiming] = useState(false);
  const address = `/ai-sessions/${handoff.session_id}/handoffs/${handoff.id}/claim`;

  const pickUp = async () => {
    if (isClaiming) return;
    setClaiming(true);
    setProblem(null);
    try {
      await post(address, {});
    } catch (error) {
      setProblem(ApiProblem.from(error));
    }
    await reload();
    setClaiming(false);
  };

  return (
    <>
      <p class="state-line">
        <span class="chip" data-handoff={handoff.status}>
          {STATUS_WORDS.handoff[handoff.status]}
        </span>
        <span>
          {handoff.intent === "park" ? "Parked" : "Escalated"} by {handoff.handed_off_by_name ?? "a tool"}{" "}
          <Ago at={handoff.created_at} />
        </span>
        {handoff.claimed_by !== null && handoff.claimed_at !== null && (
          <span>
            {handoff.claimed_by === me.user.id ? "You" : handoff.claimed_by_name} picked this up{" "}
            <Ago at={handoff.claimed_at} />
          </span>
        )}
        {mayDo("claim", handoff, { id: me.user.id, role: me.role }) && (
          <button type="button" class="primary" aria-disabled={isClaiming} onClick={() => void pickUp()}>
            {isClaiming ? "Claiming…" : "Pick Up"}
          </button>
        )}
      </p>
      {problem !== null && <ProblemNote problem={problem} sent />}
    </>
  );
}
