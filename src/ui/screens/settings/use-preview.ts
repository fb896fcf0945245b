import { useEffect, useState } from "preact/hooks";
import type { EscalationPolicy, PolicyPreview } from "../../../contract/escalation-policy.ts";
import type { Priority } from "../../../contract/handoff-lifecycle.ts";
import { ApiProblem } from "../../api-problem.ts";
import { post } from "../../api.ts";
import { withoutPrefix } from "./preview-words.ts";

const PATH = "/account/escalation-policy/preview";
/** Typing is over for now. */
const PAUSE_MS = 300;

/** For what the preview is asked; no team is the empty text, and so is the present moment. */
export interface Asked {
  priority: Priority;
  team: string;
  /** A local date and time, as `datetime-local` gives it. */
  at: string;
}

export interface Foreseen {
  steps: PolicyPreview["steps"] | null;
  /** The moment (ms) that the steps count from. */
  from: number;
  /** What the server says about the policy that is typed, by its own fields. */
  judged: ApiProblem | null;
  /** Whether all this is about what stands in the form now. */
  isFresh: boolean;
}

const NOTHING = { steps: null, from: 0, judged: null, of: "" };

/** Who would be told when under a policy that is not saved yet. An answer about what was typed before is dropped. */
export function usePreview(policy: EscalationPolicy | null, asked: Asked): Foreseen {
  const [seen, setSeen] = useState<Omit<Foreseen, "isFresh"> & { of: string }>(NOTHING);
  const of = JSON.stringify([policy, asked]);

  useEffect(() => {
    if (policy === null) return;
    let isWanted = true;
    const ask = async () => {
      const from = asked.at === "" ? Date.now() : Date.parse(asked.at);
      const team_id = asked.team === "" ? null : asked.team;
      const body = { policy, priority: asked.priority, team_id, at: new Date(from).toISOString() };
      try {
        const { steps } = await post<PolicyPreview>(PATH, body);
        if (isWanted) setSeen({ steps, from, judged: null, of });
      } catch (error) {
        const judged = withoutPrefix(ApiProblem.from(error), "/policy");
        if (isWanted) setSeen((old) => ({ ...old, judged, of }));
      }
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [of]);
  return { ...seen, isFresh: seen.of === of };
}
