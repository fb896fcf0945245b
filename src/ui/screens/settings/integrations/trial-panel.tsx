import { useId, useState } from "preact/hooks";
import type { Integration } from "../../../../contract/integration.ts";
import type { Team } from "../../../../contract/member.ts";
import { toolWords } from "../../../words/tool-words.ts";
import { ForeseenAlert } from "./foreseen-alert.tsx";
import type { PlacedRule } from "./rule-draft.ts";
import { type Trial, type Tried, useTrial } from "./use-trial.ts";

interface Props extends Pick<Trial, "mapping"> {
  rules: readonly PlacedRule[];
  integration: Integration;
  teams: readonly Team[];
  /** The newest body that it posted. */
  lastBody: string | undefined;
}

/** A pasted body, and what it would become by the mapping and rules as they are typed. */
export function TrialPanel({ integration, teams, mapping, rules, lastBody }: Props) {
  const id = useId();
  const [body, setBody] = useState("");
  const tried = useTrial({ kind: integration.kind, mapping, rules, body });
  const { trial: said } = toolWords.value.integrations;
  return (
    <section class="panel trial" aria-labelledby="trial">
      <h2 id="trial">{said.title}</h2>
      <p class="quiet">{said.intro}</p>
      <div class="field">
        <label for={id}>{said.body}</label>
        <textarea
          id={id}
          rows={8}
          maxLength={200_000}
          spellcheck={false}
          autoComplete="off"
          value={body}
          onInput={(event) => setBody(event.currentTarget.value)}
        />
      </div>
      {lastBody !== undefined && lastBody !== "" && (
        <div class="actions">
          <button type="button" onClick={() => setBody(lastBody)}>
            {said.last}
          </button>
        </div>
      )}
      <div aria-live="polite" class="trial-result">
        <Result tried={tried} integration={integration} teams={teams} />
      </div>
    </section>
  );
}

interface ResultProps extends Pick<Props, "integration" | "teams"> {
  tried: Tried;
}

function Result({ tried: { preview, rules, problem }, ...given }: ResultProps) {
  const { trial: said } = toolWords.value.integrations;
  if (problem !== null) {
    const { errors = [], detail } = problem.problem;
    return (
      <div class="note note-problem">
        <p>{said.refused}</p>
        <p lang="en">{detail}</p>
        <ul lang="en">
          {errors.map((error) => (
            <li key={error.pointer}>
              <code>{error.pointer}</code> {error.detail}
            </li>
          ))}
        </ul>
      </div>
    );
  }
  if (preview === null) return <p class="quiet">{said.empty}</p>;
  if (preview.ignored !== null) {
    return (
      <p class="note">
        {said.ignored} <span lang="en">{preview.ignored}</span>
      </p>
    );
  }
  return (
    <ol class="foreseen-alerts">
      {preview.events.map((event, index) => (
        <ForeseenAlert
          key={index}
          event={event}
          decided={rules[preview.decided_by[index] ?? -1]}
          {...given}
        />
      ))}
    </ol>
  );
}
