import { PRIORITIES } from "../../../../contract/handoff-lifecycle.ts";
import { MAPPED_FIELDS } from "../../../../contract/integration-fields.ts";
import { TOOL_ACTIONS } from "../../../../contract/tool-event.ts";
import { Field } from "../../../components/field.tsx";
import { SwitchBox } from "../../../components/switch-box.tsx";
import { words } from "../../../words/speak.ts";
import { toolWords } from "../../../words/tool-words.ts";
import type { MappingDraft } from "./mapping-draft.ts";
import { WordList } from "./word-list.tsx";

interface Props {
  draft: MappingDraft;
  onEdit: (draft: MappingDraft) => void;
}

/** Where in a tool's own JSON our fields stand, and what its words mean. */
export function MappingFields({ draft, onEdit }: Props) {
  const { mapping: said, rules } = toolWords.value.integrations;
  const { priorities } = words.value.settings;
  const { isOn, pointers } = draft;
  const edit = (change: Partial<MappingDraft>) => onEdit({ ...draft, ...change });
  return (
    <div class="mapping">
      <SwitchBox label={said.own} checked={isOn} onSwitch={(next) => edit({ isOn: next })} />
      <p class="quiet">{isOn ? said.intro : said.ownHint}</p>
      {isOn && (
        <>
          <div class="field-pair">
            {MAPPED_FIELDS.map((field) => (
              <Field
                key={field}
                label={field === "action" ? said.action : rules.fields[field]}
                pointer={`/mapping/${field}`}
              >
                {(control) => (
                  <input
                    {...control}
                    maxLength={500}
                    placeholder={`/${field}`}
                    autoComplete="off"
                    autoCapitalize="off"
                    spellcheck={false}
                    value={pointers[field] ?? ""}
                    onInput={(event) =>
                      edit({ pointers: { ...pointers, [field]: event.currentTarget.value } })
                    }
                  />
                )}
              </Field>
            ))}
          </div>
          <WordList
            legend={said.priorities}
            pointer="/mapping/priorities"
            options={PRIORITIES.map((one) => [one, priorities[one]])}
            list={draft.priorities}
            onEdit={(next) => edit({ priorities: next })}
          />
          <WordList
            legend={said.actions}
            pointer="/mapping/actions"
            options={TOOL_ACTIONS.map((one) => [one, said.to[one]])}
            list={draft.actions}
            onEdit={(next) => edit({ actions: next })}
          />
        </>
      )}
    </div>
  );
}
