import { useState } from "preact/hooks";
import type { NotificationSettings } from "../../../contract/notifications.ts";
import { QuietFields } from "../../components/quiet-fields.tsx";
import { SaveForm } from "../../components/save-form.tsx";
import { SwitchBox } from "../../components/switch-box.tsx";
import { ZoneField, ownZone } from "../../components/zone-field.tsx";
import { words } from "../../words/speak.ts";
import { say } from "./said.ts";

type Quiet = NonNullable<NotificationSettings["quiet_hours"]>;
const USUAL: Omit<Quiet, "tz"> = { start: "22:00", end: "07:00", min_priority: "critical" };

interface Props {
  saved: Quiet | null;
  onSave: (quiet: Quiet | null) => Promise<void>;
}

/** When this person wants quiet, and what is told all the same. */
export function MyQuietHours({ saved, onSave }: Props) {
  const [hasQuiet, setHasQuiet] = useState(saved !== null);
  const [quiet, setQuiet] = useState<Quiet>(saved ?? { ...USUAL, tz: ownZone() });
  const { me: said, policy, save } = words.value.settings;
  const change = (part: Partial<Quiet>) => setQuiet((old) => ({ ...old, ...part }));
  const send = async () => {
    await onSave(hasQuiet ? quiet : null);
    say(words.value.settings.saved);
  };
  return (
    <section class="panel own" aria-labelledby="my-quiet">
      <h2 id="my-quiet">{policy.hasQuiet}</h2>
      <SaveForm submit={save} onSave={send}>
        <SwitchBox label={said.hasQuiet} checked={hasQuiet} onSwitch={setHasQuiet} />
        {hasQuiet && (
          <div class="below-switch">
            <QuietFields quiet={quiet} onQuiet={change} />
            <ZoneField
              label={policy.zone}
              pointer="/quiet_hours/tz"
              value={quiet.tz}
              onZone={(tz) => change({ tz })}
            />
          </div>
        )}
        <p class="quiet">{said.hasQuietHint}</p>
      </SaveForm>
    </section>
  );
}
