import { useId } from "preact/hooks";

interface Props {
  label: string;
  name: string;
  options: Record<string, string>;
  value: string;
}

/** A labelled choice of one among a few. */
export function ChoiceField({ label, name, options, value }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} name={name}>
        {Object.entries(options).map(([option, words]) => (
          <option key={option} value={option} ref={(element) => markDefault(element, option === value)}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

/** What the field goes back to when its form is emptied; setting `selected` alone would only choose it once. */
function markDefault(element: HTMLOptionElement | null, isDefault: boolean) {
  if (element !== null) element.defaultSelected = isDefault;
}
