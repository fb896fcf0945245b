import { useState } from "preact/hooks";
import type { NotificationSettings } from "../../../contract/notifications.ts";
import { ApiProblem } from "../../api-problem.ts";
import { post, put } from "../../api.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { QuietFields } from "../../components/quiet-fields.tsx";
import { SaveForm } from "../../components/save-form.tsx";
import { SwitchBox } from "../../components/switch-box.tsx";
import { ZoneField, ownZone } from "../../components/zone-field.tsx";
import { useMe } from "../../use-me.ts";
import { words } from "../../words/speak.ts";
import { say } from "./said.ts";

type Quiet = NonNullable<NotificationSettings["quiet_hours"]>;
const USUAL: Omit<Quiet, "tz"> = { start: "22:00", end: "07:00", min_priority: "critical" };

/** How this person is told, when they want quiet, and a test that it works. */
export function MyNotifications({ saved }: { saved: NotificationSettings }) {
  const me = useMe();
  const [hasQuiet, setHasQuiet] = useState(saved.quiet_hours !== null);
  const [quiet, setQuiet] = useState<Quiet>(saved.quiet_hours ?? { ...USUAL, tz: ownZone() });
  const { me: said, policy, save } = words.value.settings;
  const change = (part: Partial<Quiet>) => setQuiet((old) => ({ ...old, ...part }));

  const send = async () => {
    const body: NotificationSettings = { channels: saved.channels, quiet_hours: hasQuiet ? quiet : null };
    await put<NotificationSettings>("/me/notifications", body);
    say(words.value.settings.saved);
  };

  return (
    <>
      <section class="panel own" aria-labelledby="told">
        <h2 id="told">{said.told}</h2>
        <div class="spread">
          <p>{said.byEmail(me.user.email)}</p>
          <TestButton />
        </div>
      </section>
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
    </>
  );
}

function TestButton() {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { me: said } = words.value.settings;
  const test = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    say("");
    try {
      const { recipient } = await post<{ recipient: string }>("/me/notifications/test", {});
      say(said.onItsWay(recipient));
    } catch (error) {
      setProblem(ApiProblem.from(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" aria-disabled={isBusy} onClick={() => void test()}>
        {isBusy ? said.testing : said.test}
      </button>
      {problem !== null && <ProblemNote problem={problem} sent />}
    </>
  );
}
