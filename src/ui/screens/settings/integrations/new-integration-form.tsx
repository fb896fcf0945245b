import { useState } from "preact/hooks";
import type { CreatedIntegration, IntegrationKind } from "../../../../contract/integration.ts";
import type { Team } from "../../../../contract/member.ts";
import { TOOL_NAMES } from "../../../../contract/tool-name.ts";
import { post } from "../../../api.ts";
import { SaveForm } from "../../../components/save-form.tsx";
import { words } from "../../../words/speak.ts";
import { toolWords } from "../../../words/tool-words.ts";
import { DraftFields } from "./draft-fields.tsx";
import { type IntegrationDraft, newIntegrationOf } from "./integration-draft.ts";

/** In the order in which they are offered. */
const OFFERED = [
  "datto_rmm",
  "ninjaone",
  "alertmanager",
  "grafana",
  "uptime_kuma",
  "pagerduty",
  "opsgenie",
  "generic",
] as const satisfies IntegrationKind[];

interface Props {
  teams: readonly Team[];
  onMade: (made: CreatedIntegration) => void;
  /** The way out, where there is something to go back to. */
  onCancel: (() => void) | null;
}

/** Asks which tool it is, what it is called and how urgent it usually is, and makes its key. */
export function NewIntegrationForm({ teams, onMade, onCancel }: Props) {
  const [kind, setKind] = useState<IntegrationKind>(OFFERED[0]);
  const [draft, setDraft] = useState<IntegrationDraft>({ name: suggested(kind), priority: "", team: "" });
  const { integrations: said } = toolWords.value;
  const { settings } = words.value;

  const choose = (next: IntegrationKind) => {
    if (draft.name === suggested(kind)) setDraft({ ...draft, name: suggested(next) });
    setKind(next);
  };
  const create = async () => {
    onMade(await post<CreatedIntegration>("/integrations", newIntegrationOf(kind, draft)));
  };

  return (
    <section class="panel" aria-label={said.add}>
      <SaveForm
        submit={said.create}
        onSave={create}
        beside={
          onCancel !== null && (
            <button type="button" class="link" onClick={onCancel}>
              {settings.cancel}
            </button>
          )
        }
      >
        <fieldset class="choices tool-kinds">
          <legend>{said.kind}</legend>
          {OFFERED.map((one) => (
            <label key={one}>
              <input type="radio" name="tool-kind" checked={kind === one} onInput={() => choose(one)} />
              {said.kinds[one]}
            </label>
          ))}
        </fieldset>
        <DraftFields
          draft={draft}
          onEdit={(change) => setDraft((old) => ({ ...old, ...change }))}
          teams={teams}
        />
      </SaveForm>
    </section>
  );
}

function suggested(kind: IntegrationKind): string {
  return TOOL_NAMES[kind] ?? "";
}
