import { useState } from "preact/hooks";
import type { WebhookReplayed } from "../../../contract/webhook.ts";
import { post } from "../../api.ts";
import { Field } from "../../components/field.tsx";
import { SaveForm } from "../../components/save-form.tsx";
import { words } from "../../words/speak.ts";
import { say } from "./said.ts";

const HOUR = 3_600_000;

interface Props {
  subscriptionId: string;
  onRepeated: () => Promise<void>;
}

/** Sends what happened in a range of time once more. */
export function WebhookReplayForm({ subscriptionId, onRepeated }: Props) {
  const [from, setFrom] = useState(() => localTime(Date.now() - HOUR));
  const [to, setTo] = useState("");
  const { webhooks: said } = words.value;
  const send = async () => {
    const body = { from: instant(from), ...(to === "" ? {} : { to: instant(to) }) };
    const path = `/webhook-subscriptions/${subscriptionId}/replay`;
    const { queued } = await post<WebhookReplayed>(path, body);
    say(said.sentAgain(queued));
    await onRepeated();
  };
  return (
    <details>
      <summary>{said.range}</summary>
      <SaveForm submit={said.send} tone="plain" onSave={send}>
        <p class="quiet">{said.rangeHint}</p>
        <div class="field-pair">
          <Field label={said.from} pointer="/from">
            {(control) => (
              <input
                {...control}
                type="datetime-local"
                required
                value={from}
                onInput={(event) => setFrom(event.currentTarget.value)}
              />
            )}
          </Field>
          <Field label={said.to} pointer="/to" hint={said.toHint}>
            {(control) => (
              <input
                {...control}
                type="datetime-local"
                value={to}
                onInput={(event) => setTo(event.currentTarget.value)}
              />
            )}
          </Field>
        </div>
      </SaveForm>
    </details>
  );
}

/** What the field holds is the reader's own clock. */
function instant(local: string): string {
  return new Date(local).toISOString();
}

function localTime(ms: number): string {
  const ahead = new Date(ms).getTimezoneOffset() * 60_000;
  return new Date(ms - ahead).toISOString().slice(0, 16);
}
