import { RULE_FIELDS } from "../../../../contract/integration-fields.ts";
import { Choose } from "../../../components/choose.tsx";
import { toolWords } from "../../../words/tool-words.ts";
import type { ConditionDraft, RuleField } from "./rule-draft.ts";

interface Props {
  condition: ConditionDraft;
  /** Counted from one. */
  place: number;
  onEdit: (condition: ConditionDraft) => void;
  /** Not for the only one. */
  onRemove: (() => void) | null;
}

const FIELDS: readonly RuleField[] = [...RULE_FIELDS, "pointer"];

/** One condition of a rule: a field of the alert, or a place in its body, and the text that it must be. */
export function ConditionFields({ condition, place, onEdit, onRemove }: Props) {
  const { rules: said } = toolWords.value.integrations;
  const { field, pointer, pattern } = condition;
  const edit = (change: Partial<ConditionDraft>) => onEdit({ ...condition, ...change });
  return (
    <div class="condition">
      <Choose
        aria-label={said.field}
        options={FIELDS.map((one) => [one, said.fields[one]])}
        value={field}
        onChoose={(next) => edit({ field: next })}
      />
      {field === "pointer" && (
        <input
          aria-label={said.pointer}
          required
          maxLength={500}
          placeholder={said.pointerHint}
          autoComplete="off"
          autoCapitalize="off"
          spellcheck={false}
          value={pointer}
          onInput={(event) => edit({ pointer: event.currentTarget.value })}
        />
      )}
      <span class="quiet">{said.pattern}</span>
      <input
        aria-label={said.pattern}
        required
        maxLength={200}
        placeholder={said.patternHint}
        autoComplete="off"
        dir="auto"
        value={pattern}
        onInput={(event) => edit({ pattern: event.currentTarget.value })}
      />
      {onRemove !== null && (
        <button type="button" class="link" aria-label={said.removeCondition(place)} onClick={onRemove}>
          ×
        </button>
      )}
    </div>
  );
}
