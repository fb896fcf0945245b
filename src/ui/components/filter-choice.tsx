interface Props {
  label: string;
  value: string | null;
  /** What choosing nothing is called; without it something is always chosen. */
  any?: string;
  options: Record<string, string>;
  /** Gets an empty word where nothing is chosen. */
  onChoose: (value: string) => void;
}

/** A small choice whose first option says what it is about. */
export function FilterChoice({ label, value, any, options, onChoose }: Props) {
  return (
    <select
      aria-label={label}
      data-chosen={any !== undefined && value !== null}
      value={value ?? ""}
      onChange={(event) => onChoose(event.currentTarget.value)}
    >
      {any !== undefined && <option value="">{any}</option>}
      {Object.entries(options).map(([option, name]) => (
        <option key={option} value={option}>
          {name}
        </option>
      ))}
    </select>
  );
}
