import { useState } from "preact/hooks";
import type { Integration } from "../../../../contract/integration.ts";
import { patch } from "../../../api.ts";
import { now } from "../../../clock.ts";
import { Ago } from "../../../components/ago.tsx";
import { CopyBlock } from "../../../components/copy-block.tsx";
import { SaveForm } from "../../../components/save-form.tsx";
import { SwitchBox } from "../../../components/switch-box.tsx";
import { inWords } from "../../../time-words.ts";
import { words } from "../../../words/speak.ts";
import { toolWords } from "../../../words/tool-words.ts";
import { MinutesField } from "../minutes-field.tsx";
import { say } from "../said.ts";
import { keyOf } from "./connect-panel.tsx";
import { isSilent } from "./integration-state.ts";
import { heartbeatOf } from "./tool-setup.ts";

const USUAL_MINUTES = "15";

/** Whether a tool has to give a sign of life, how, and when it last did. */
export function HeartbeatPanel({
  integration,
  reload,
}: {
  integration: Integration;
  reload: () => Promise<void>;
}) {
  const { id, heartbeat_minutes } = integration;
  const [isOn, setOn] = useState(heartbeat_minutes !== null);
  const [minutes, setMinutes] = useState(
    heartbeat_minutes === null ? USUAL_MINUTES : String(heartbeat_minutes),
  );
  const { integrations } = toolWords.value;
  const { settings } = words.value;
  const said = integrations.heartbeat;
  const setup = heartbeatOf(location.origin, keyOf(integration).key, Number(minutes));

  const save = async () => {
    await patch<Integration>(`/integrations/${id}`, { heartbeat_minutes: isOn ? Number(minutes) : null });
    await reload();
    say(settings.saved);
  };

  return (
    <section class="panel" aria-labelledby="heartbeat">
      <h2 id="heartbeat">{said.title}</h2>
      <p class="quiet">{said.intro}</p>
      {heartbeat_minutes !== null && <LastBeat integration={integration} />}
      <SaveForm submit={settings.save} tone="plain" onSave={save}>
        <SwitchBox label={said.expect} checked={isOn} onSwitch={setOn} />
        {isOn && (
          <MinutesField
            label={said.every}
            pointer="/heartbeat_minutes"
            value={minutes}
            onMinutes={setMinutes}
          />
        )}
      </SaveForm>
      {isOn && (
        <>
          <CopyBlock label={said.url} text={setup.url} />
          <CopyBlock label={said.cron} text={setup.cron} />
        </>
      )}
    </section>
  );
}

function LastBeat({ integration }: { integration: Integration }) {
  const said = toolWords.value.integrations.heartbeat;
  const { active, heartbeat_at, heartbeat_due_at } = integration;
  return (
    <>
      <p>
        {heartbeat_at === null ? (
          said.never
        ) : (
          <>
            {said.last} <Ago at={heartbeat_at} />
          </>
        )}
        {heartbeat_due_at !== null && (
          <span class="quiet">
            {" · "}
            {said.due} {inWords(heartbeat_due_at, now.value)}
          </span>
        )}
      </p>
      {!active && <p class="quiet">{said.off}</p>}
      {isSilent(integration) && <p class="note note-problem">{said.silent}</p>}
    </>
  );
}
