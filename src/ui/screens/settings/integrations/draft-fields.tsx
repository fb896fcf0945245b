import type { Team } from "../../../../contract/member.ts";
import { Choose } from "../../../components/choose.tsx";
import { Field } from "../../../components/field.tsx";
import { NameField } from "../../../components/name-field.tsx";
import { toolWords } from "../../../words/tool-words.ts";
import { teamOptions } from "../choices.ts";
import { type IntegrationDraft, priorityOptions } from "./integration-draft.ts";

interface Props {
  draft: IntegrationDraft;
  onEdit: (change: Partial<IntegrationDraft>) => void;
  teams: readonly Team[];
}

/** An integration's name, and what its alerts are where neither the tool nor a rule says so. */
export function DraftFields({ draft, onEdit, teams }: Props) {
  const said = toolWords.value.integrations;
  return (
    <>
      <NameField
        label={said.name}
        hint={said.nameHint}
        value={draft.name}
        onEdit={(name) => onEdit({ name })}
      />
      <div class="field-pair">
        <Field label={said.priority} pointer="/default_priority">
          {(control) => (
            <Choose
              {...control}
              options={priorityOptions(said.usual)}
              value={draft.priority}
              onChoose={(priority) => onEdit({ priority })}
            />
          )}
        </Field>
        {teams.length > 0 && (
          <Field label={said.team} pointer="/team_id">
            {(control) => (
              <Choose
                {...control}
                options={teamOptions(teams)}
                value={draft.team}
                onChoose={(team) => onEdit({ team })}
              />
            )}
          </Field>
        )}
      </div>
    </>
  );
}
