import { Field } from "./field.tsx";

interface Props {
  label: string;
  hint: string;
  value: string;
  onEdit: (name: string) => void;
}

/** What people call something of their account's. */
export function NameField({ label, hint, value, onEdit }: Props) {
  return (
    <Field label={label} pointer="/name" hint={hint}>
      {(control) => (
        <input
          {...control}
          required
          maxLength={100}
          autoComplete="off"
          dir="auto"
          value={value}
          onInput={(event) => onEdit(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
