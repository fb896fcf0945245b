import { words } from "../words/speak.ts";
import { Field } from "./field.tsx";

interface Props {
  /** Where the span stands in the body; `start` and `end` are below it. */
  pointer: string;
  start: string;
  end: string;
  onSpan: (change: { start?: string; end?: string }) => void;
}

/** From one time of day to another, which is the next morning's if it is the earlier. */
export function TimeSpan({ pointer, start, end, onSpan }: Props) {
  const { from, to, nextDay } = words.value.settings.policy;
  const isNextDay = start !== "" && end !== "" && end < start;
  return (
    <>
      <Field label={from} pointer={`${pointer}/start`}>
        {(control) => (
          <input
            {...control}
            type="time"
            required
            value={start}
            onInput={(event) => onSpan({ start: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label={to} pointer={`${pointer}/end`} {...(isNextDay ? { hint: nextDay } : {})}>
        {(control) => (
          <input
            {...control}
            type="time"
            required
            value={end}
            onInput={(event) => onSpan({ end: event.currentTarget.value })}
          />
        )}
      </Field>
    </>
  );
}
