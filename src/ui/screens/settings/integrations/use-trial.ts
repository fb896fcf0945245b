import { useEffect, useState } from "preact/hooks";
import type { IntegrationKind, Mapping, MappingPreview } from "../../../../contract/integration.ts";
import { ApiProblem } from "../../../api-problem.ts";
import { post } from "../../../api.ts";
import type { PlacedRule } from "./rule-draft.ts";

/** Typing is over for now. */
const PAUSE_MS = 300;

export interface Trial {
  kind: IntegrationKind;
  mapping: Mapping | null;
  rules: readonly PlacedRule[];
  body: string;
}

/** What a pasted body would become; null while there is none. */
export interface Tried {
  preview: MappingPreview | null;
  /** The rules that it was tried on: those in the form may be others by now. */
  rules: readonly PlacedRule[];
  problem: ApiProblem | null;
}

const NOTHING: Tried = { preview: null, rules: [], problem: null };

/** Tries a body on the mapping and rules as they are typed. An answer about what was typed before is dropped. */
export function useTrial(trial: Trial): Tried {
  const [tried, setTried] = useState(NOTHING);
  const of = JSON.stringify(trial);
  useEffect(() => {
    if (trial.body.trim() === "") {
      setTried(NOTHING);
      return undefined;
    }
    let isWanted = true;
    const ask = async () => {
      try {
        const rules = trial.rules.map(({ rule }) => rule);
        const preview = await post<MappingPreview>("/integrations/preview", { ...trial, rules });
        if (isWanted) setTried({ preview, rules: trial.rules, problem: null });
      } catch (error) {
        if (isWanted) setTried({ ...NOTHING, problem: ApiProblem.from(error) });
      }
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [of]);
  return tried;
}
