import { PRIORITIES, type Priority } from "../../contract/handoff-lifecycle.ts";
import { words } from "../words/speak.ts";
import { Choose } from "./choose.tsx";
import { Field } from "./field.tsx";
import { TimeSpan } from "./time-span.tsx";

interface Quiet {
  start: string;
  end: string;
  min_priority: Priority;
}

interface Props {
  quiet: Quiet;
  onQuiet: (change: Partial<Quiet>) => void;
}

/** From when to when it is quiet, and what is told all the same. */
export function QuietFields({ quiet, onQuiet }: Props) {
  const { policy, priorities } = words.value.settings;
  return (
    <>
      <TimeSpan pointer="/quiet_hours" start={quiet.start} end={quiet.end} onSpan={onQuiet} />
      <Field label={policy.atLeast} pointer="/quiet_hours/min_priority">
        {(control) => (
          <Choose
            {...control}
            options={PRIORITIES.map((priority) => [priority, priorities[priority]])}
            value={quiet.min_priority}
            onChoose={(min_priority) => onQuiet({ min_priority })}
          />
        )}
      </Field>
    </>
  );
}
