import { useId } from "preact/hooks";
import { Field } from "./field.tsx";

/** Those that browsers list, and the one that they leave out. */
const ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

interface Props {
  label: string;
  pointer: string;
  value: string;
  onZone: (zone: string) => void;
}

/** A time zone by its name, found by typing a part of it. */
export function ZoneField({ label, pointer, value, onZone }: Props) {
  const list = useId();
  return (
    <Field label={label} pointer={pointer}>
      {(control) => (
        <>
          <input
            {...control}
            list={list}
            required
            spellcheck={false}
            autoComplete="off"
            value={value}
            onInput={(event) => onZone(event.currentTarget.value)}
          />
          <datalist id={list}>
            {ZONES.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

/** The zone of whoever sits at this browser. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
