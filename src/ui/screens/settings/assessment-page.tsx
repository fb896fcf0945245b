import { useState } from "preact/hooks";
import type { AssessmentSettings, AssessmentStanding } from "../../../contract/assessment-settings.ts";
import { put } from "../../api.ts";
import { Facts } from "../../components/facts.tsx";
import { Field } from "../../components/field.tsx";
import { PageHeading } from "../../components/page-heading.tsx";
import { SaveForm } from "../../components/save-form.tsx";
import { SwitchBox } from "../../components/switch-box.tsx";
import { useLoaded } from "../../use-loaded.ts";
import { words } from "../../words/speak.ts";
import { LeavesAccount } from "./leaves-account.tsx";
import { Reading } from "./reading.tsx";
import { say } from "./said.ts";

const PATH = "/account/assessment";
/** The API takes no more. */
const MOST_CALLS = 100_000;

/** Whether a language model may be asked, how often, and what of the account it would see. */
export function AssessmentPage() {
  const settings = useLoaded<AssessmentStanding>(PATH);
  const { pages, assessment: said } = words.value.settings;
  return (
    <>
      <PageHeading title={pages.assessment} />
      <p class="quiet">{said.intro}</p>
      {settings.data === null ? (
        <Reading of={{ ...settings, items: null }} />
      ) : (
        <>
          <Standing of={settings.data} />
          <SettingsForm saved={settings.data} onSaved={settings.reload} />
        </>
      )}
      <LeavesAccount />
    </>
  );
}

/** Which model there is, and how much of the day's calls is left. */
function Standing({ of }: { of: AssessmentStanding }) {
  const { assessment: said } = words.value.settings;
  const { model, use_model, calls_today, model_calls_per_day } = of;
  if (model === null) return <p class="note">{said.noModel}</p>;
  const isSpent = use_model && calls_today >= model_calls_per_day;
  return (
    <div class="panel">
      <Facts
        facts={{
          [said.model]: `${model.name} (${said.sources[model.source]})`,
          [said.today]: said.used(calls_today, use_model ? model_calls_per_day : null),
        }}
      />
      {isSpent && <p class="note">{said.spent}</p>}
    </div>
  );
}

interface FormProps {
  saved: AssessmentSettings;
  onSaved: () => Promise<void>;
}

function SettingsForm({ saved, onSaved }: FormProps) {
  const [isOn, setOn] = useState(saved.use_model);
  const [calls, setCalls] = useState(String(saved.model_calls_per_day));
  const { save, saved: done, assessment: said } = words.value.settings;
  const send = async () => {
    // Empty is possible only while it is switched off: then the limit stays as it was.
    const model_calls_per_day = calls === "" ? saved.model_calls_per_day : Number(calls);
    await put<AssessmentSettings>(PATH, { use_model: isOn, model_calls_per_day });
    say(done);
    await onSaved();
  };
  return (
    <SaveForm class="panel" submit={save} onSave={send}>
      <SwitchBox label={said.useModel} checked={isOn} onSwitch={setOn} />
      <p class="quiet">{isOn ? said.on : said.off}</p>
      {isOn && (
        <Field label={said.calls} pointer="/model_calls_per_day" hint={said.callsHint}>
          {(control) => (
            <input
              {...control}
              type="number"
              min={0}
              max={MOST_CALLS}
              step={1}
              required
              value={calls}
              onInput={(event) => setCalls(event.currentTarget.value)}
            />
          )}
        </Field>
      )}
    </SaveForm>
  );
}
