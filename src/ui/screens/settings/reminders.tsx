import { useContext, useRef } from "preact/hooks";
import { FieldGroup, errorsAt } from "../../components/field.tsx";
import { FormProblem } from "../../components/form-problem.ts";
import { words } from "../../words/speak.ts";
import { MOST_MINUTES } from "./minutes-field.tsx";
import { MOST_REMINDERS, withReminder } from "./policy-draft.ts";

const POINTER = "/remind_after_minutes";

interface Props {
  reminders: readonly string[];
  onReminders: (reminders: string[]) => void;
}

/** After how many minutes there are reminders: any number of them, none included. */
export function Reminders({ reminders, onReminders }: Props) {
  const problem = useContext(FormProblem);
  const adder = useRef<HTMLButtonElement>(null);
  const { policy: said } = words.value.settings;
  const set = (index: number, minutes: string) =>
    onReminders(reminders.map((old, other) => (other === index ? minutes : old)));
  const drop = (index: number) => {
    onReminders(reminders.filter((_, other) => other !== index));
    adder.current?.focus();
  };

  return (
    <FieldGroup legend={said.remind} pointer={POINTER}>
      <div class="reminders">
        {reminders.length === 0 && <span class="quiet">{said.noReminders}</span>}
        {reminders.map((minutes, index) => (
          // Two reminders may say the same while one is being typed: their place is what tells them apart.
          <span class="reminder" key={index}>
            <input
              type="number"
              min={1}
              max={MOST_MINUTES}
              required
              aria-label={said.reminder(index + 1)}
              aria-invalid={errorsAt(problem, `${POINTER}/${index}`).length > 0}
              value={minutes}
              onInput={(event) => set(index, event.currentTarget.value)}
            />
            <button type="button" aria-label={said.removeReminder(index + 1)} onClick={() => drop(index)}>
              <span aria-hidden="true">×</span>
            </button>
          </span>
        ))}
        {reminders.length > 0 && <span class="quiet">{said.minutes}</span>}
        {reminders.length < MOST_REMINDERS && (
          <button ref={adder} type="button" class="link" onClick={() => onReminders(withReminder(reminders))}>
            {said.addReminder}
          </button>
        )}
      </div>
    </FieldGroup>
  );
}
