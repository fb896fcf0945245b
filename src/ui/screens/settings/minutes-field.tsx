import { Field } from "../../components/field.tsx";
import { words } from "../../words/speak.ts";

/** A week: the API takes no more. */
export const MOST_MINUTES = 7 * 24 * 60;

interface Props {
  label: string;
  pointer: string;
  hint?: string;
  value: string;
  onMinutes: (minutes: string) => void;
}

/** A number of minutes. */
export function MinutesField({ value, onMinutes, ...field }: Props) {
  return (
    <Field {...field}>
      {(control) => (
        <span class="with-unit">
          <input
            {...control}
            type="number"
            min={1}
            max={MOST_MINUTES}
            required
            value={value}
            onInput={(event) => onMinutes(event.currentTarget.value)}
          />
          <span aria-hidden="true">{words.value.settings.policy.minutes}</span>
        </span>
      )}
    </Field>
  );
}
