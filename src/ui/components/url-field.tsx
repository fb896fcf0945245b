import { Field } from "./field.tsx";

interface Props {
  label: string;
  hint: string;
  value: string;
  onEdit: (url: string) => void;
}

/** The address of something outside that Baton is to call. */
export function UrlField({ label, hint, value, onEdit }: Props) {
  return (
    <Field label={label} pointer="/url" hint={hint}>
      {(control) => (
        <input
          {...control}
          type="url"
          required
          maxLength={2000}
          autoComplete="off"
          spellcheck={false}
          value={value}
          onInput={(event) => onEdit(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
