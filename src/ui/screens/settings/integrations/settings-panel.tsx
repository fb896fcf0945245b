import { useState } from "preact/hooks";
import type { ChangedIntegration, Integration } from "../../../../contract/integration.ts";
import type { Team } from "../../../../contract/member.ts";
import { patch } from "../../../api.ts";
import { Field } from "../../../components/field.tsx";
import { SaveForm } from "../../../components/save-form.tsx";
import { SwitchBox } from "../../../components/switch-box.tsx";
import { words } from "../../../words/speak.ts";
import { toolWords } from "../../../words/tool-words.ts";
import { say } from "../said.ts";
import { DraftFields } from "./draft-fields.tsx";
import { type SettingsDraft, settingsChange, settingsDraftOf } from "./integration-draft.ts";
import type { ShownOnce } from "./shown-once.ts";

/** The API takes no more. */
const MOST_POSTS = 10_000;

interface Props {
  integration: Integration;
  teams: readonly Team[];
  reload: () => Promise<void>;
  onSecret: (shown: ShownOnce) => void;
}

/** What an integration is called, what its alerts usually are, and what it takes. */
export function SettingsPanel({ integration, teams, reload, onSecret }: Props) {
  const [start, setStart] = useState(() => settingsDraftOf(integration));
  const [draft, setDraft] = useState(start);
  const { integrations } = toolWords.value;
  const { settings } = words.value;
  const said = integrations.settings;
  const edit = (change: Partial<SettingsDraft>) => setDraft((old) => ({ ...old, ...change }));

  const save = async () => {
    const change = settingsChange(start, draft);
    const changed = await patch<ChangedIntegration>(`/integrations/${integration.id}`, change);
    setStart(draft);
    await reload();
    say(settings.saved);
    const { signing_secret } = changed;
    if (signing_secret !== undefined) onSecret({ label: integrations.secret, secret: signing_secret });
  };

  return (
    <section class="panel" aria-labelledby="tool-settings">
      <h2 id="tool-settings">{said.title}</h2>
      <SaveForm submit={settings.save} onSave={save}>
        <DraftFields draft={draft} onEdit={edit} teams={teams} />
        <Field label={said.limit} pointer="/posts_per_minute" hint={said.limitHint}>
          {(control) => (
            <input
              {...control}
              type="number"
              min={1}
              max={MOST_POSTS}
              required
              value={draft.limit}
              onInput={(event) => edit({ limit: event.currentTarget.value })}
            />
          )}
        </Field>
        <div>
          <SwitchBox label={said.signed} checked={draft.signed} onSwitch={(signed) => edit({ signed })} />
          <p class="quiet">{said.signedHint}</p>
        </div>
      </SaveForm>
    </section>
  );
}
