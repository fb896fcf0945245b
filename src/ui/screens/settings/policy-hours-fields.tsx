import { FieldGroup } from "../../components/field.tsx";
import { QuietFields } from "../../components/quiet-fields.tsx";
import { SwitchBox } from "../../components/switch-box.tsx";
import { TimeSpan } from "../../components/time-span.tsx";
import { ZoneField } from "../../components/zone-field.tsx";
import { words } from "../../words/speak.ts";
import { WEEK, withDay } from "./policy-draft.ts";
import type { PartProps } from "./policy-telling-fields.tsx";

/** When the account works and when it wants quiet. */
export function HoursFields({ draft, onEdit }: PartProps) {
  const { policy: said } = words.value.settings;
  const { working, quiet } = draft;
  const setWorking = (change: Partial<typeof working>) => onEdit({ working: { ...working, ...change } });
  return (
    <section class="panel" aria-labelledby="hours">
      <h2 id="hours">{said.hours}</h2>
      <SwitchBox
        label={said.hasWorking}
        checked={draft.hasWorking}
        onSwitch={(hasWorking) => onEdit({ hasWorking })}
      />
      {draft.hasWorking && (
        <div class="below-switch">
          <FieldGroup legend={said.days} pointer="/working_hours/days" class="whole">
            <div class="days">
              {WEEK.map((day) => (
                <label key={day}>
                  <input
                    type="checkbox"
                    checked={working.days.includes(day)}
                    onInput={(event) =>
                      setWorking({ days: withDay(working.days, day, event.currentTarget.checked) })
                    }
                  />
                  {said.weekdays[day]}
                </label>
              ))}
            </div>
          </FieldGroup>
          <TimeSpan pointer="/working_hours" start={working.start} end={working.end} onSpan={setWorking} />
          <ZoneField
            label={said.zone}
            pointer="/working_hours/tz"
            value={working.tz}
            onZone={(tz) => setWorking({ tz })}
          />
        </div>
      )}
      <p class="quiet">{said.hasWorkingHint}</p>
      <SwitchBox
        label={said.hasQuiet}
        checked={draft.hasQuiet}
        onSwitch={(hasQuiet) => onEdit({ hasQuiet })}
      />
      {draft.hasQuiet && (
        <div class="below-switch">
          <QuietFields quiet={quiet} onQuiet={(change) => onEdit({ quiet: { ...quiet, ...change } })} />
        </div>
      )}
      <p class="quiet">{said.hasQuietHint}</p>
    </section>
  );
}
