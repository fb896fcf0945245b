import type { HandedOff, Handoff } from "../../contract/handoff.ts";
import { post } from "../api.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { ChoiceField } from "./choice-field.tsx";
import { SubmitForm } from "./submit-form.tsx";
import { TextField } from "./text-field.tsx";

interface Props {
  sessionId: string;
  /** The hand-off that this one would replace. */
  replaces: Handoff | undefined;
  onHandedOff: (handedOff: HandedOff) => Promise<void>;
}

/** Hands the session to the team, or parks it. */
export function HandOffForm({ sessionId, replaces, onHandedOff }: Props) {
  return (
    <SubmitForm
      submit="Hand off now"
      onSubmit={async (values) => {
        const body = {
          intent: values("intent") ?? "escalate",
          priority: values("priority") ?? "normal",
          engineer_notes: values("engineer_notes"),
        };
        await onHandedOff(await post<HandedOff>(`/ai-sessions/${sessionId}/handoff`, body));
      }}
    >
      {replaces !== undefined && (
        <p class="note">
          This replaces the present hand-off
          {replaces.claimed_by_name !== null && ` that ${replaces.claimed_by_name} holds`}.
        </p>
      )}
      <fieldset class="choices">
        <legend>What do you need?</legend>
        <label>
          <input type="radio" name="intent" value="escalate" defaultChecked /> Help from the team (escalate)
        </label>
        <label>
          <input type="radio" name="intent" value="park" /> Time: it waits for something (park, nobody is
          told)
        </label>
      </fieldset>
      <ChoiceField label="Priority" name="priority" options={STATUS_WORDS.priority} value="normal" />
      <TextField
        label="Where are you stuck?"
        name="engineer_notes"
        rows={4}
        maxLength={10_000}
        hint="The steps and the conversation go along by themselves."
      />
    </SubmitForm>
  );
}
