import type { ComponentChildren } from "preact";

interface Props<T extends string> {
  options: readonly (readonly [value: T, words: string])[];
  value: T;
  onChoose: (value: T) => void;
  id?: string;
  disabled?: boolean;
  "aria-label"?: string;
  "aria-invalid"?: boolean;
  "aria-describedby"?: string;
}

/**
 * A choice of one among a few, whose owner keeps what is chosen. Heard at `input`: whatever a form does at that event
 * draws the page again, and until then the owner must know, or the old choice is back before `change`.
 */
export function Choose<T extends string>({ options, value, onChoose, ...rest }: Props<T>) {
  const shown: ComponentChildren = options.map(([option, words]) => (
    <option key={option} value={option} selected={option === value}>
      {words}
    </option>
  ));
  const choose = (chosen: string) => {
    const option = options.find(([option]) => option === chosen);
    if (option !== undefined) onChoose(option[0]);
  };
  return (
    <select {...rest} value={value} onInput={(event) => choose(event.currentTarget.value)}>
      {shown}
    </select>
  );
}
