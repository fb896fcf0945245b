import { useState } from "preact/hooks";
import type { HandedOff, Handoff, SessionDetail } from "../../contract/handoff.ts";
import { post } from "../api.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { words } from "../words/spoken.ts";
import { ChoiceField } from "./choice-field.tsx";
import { GoesAlong } from "./goes-along.tsx";
import { SubmitForm } from "./submit-form.tsx";
import { TextField } from "./text-field.tsx";
import { ToldFirst } from "./told-first.tsx";

interface Props {
  session: SessionDetail;
  /** The hand-off that this one would replace. */
  replaces: Handoff | undefined;
  onHandedOff: (handedOff: HandedOff) => Promise<void>;
}

/** Hands the session to the team, or parks it: one question, for everything else is on record and goes along. */
export function HandOffForm({ session, replaces, onHandedOff }: Props) {
  const [intent, setIntent] = useState<"escalate" | "park">("escalate");
  const { handOff: said, compose } = words.value.session;
  const isPark = intent === "park";
  return (
    <SubmitForm
      submit={said.submit}
      beside={<span class="quiet">{compose.sendKey}</span>}
      onSubmit={async (values) => {
        const wake = isPark ? values("wake_at") : null;
        const body = {
          intent,
          priority: values("priority") ?? "normal",
          engineer_notes: values("engineer_notes"),
          ...(wake !== null && { wake_at: new Date(wake).toISOString() }),
        };
        await onHandedOff(await post<HandedOff>(`/ai-sessions/${session.id}/handoff`, body));
      }}
    >
      {replaces !== undefined && (
        <p class="note">
          {replaces.claimed_by_name === null ? said.replaces : said.replacesHeld(replaces.claimed_by_name)}
        </p>
      )}
      <TextField label={isPark ? said.waits : said.stuck} name="engineer_notes" rows={4} maxLength={10_000} />
      <fieldset class="choices intents">
        <legend>{said.intent}</legend>
        {(["escalate", "park"] as const).map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="intent"
              value={one}
              checked={intent === one}
              onChange={() => setIntent(one)}
            />
            <span>
              {said[one]}
              <span class="quiet">{one === "park" ? said.parkHint : said.escalateHint}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div class="field-pair">
        <ChoiceField
          label={said.priority}
          name="priority"
          options={STATUS_WORDS.priority}
          value={replaces?.priority ?? "normal"}
        />
        {isPark && <TextField label={said.wake} name="wake_at" type="datetime-local" />}
      </div>
      {!isPark && <ToldFirst sessionId={session.id} />}
      <GoesAlong session={session} />
    </SubmitForm>
  );
}
