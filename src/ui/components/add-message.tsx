import { announce } from "../announcement.ts";
import { post } from "../api.ts";
import { words } from "../words/spoken.ts";
import { SubmitForm } from "./submit-form.tsx";
import { TextField } from "./text-field.tsx";

/** Adds a message to the conversation. */
export function AddMessage({ sessionId, onAdded }: { sessionId: string; onAdded: () => Promise<void> }) {
  const said = words.value.session.compose;
  return (
    <SubmitForm
      submit={said.message.send}
      beside={<span class="quiet">{said.sendKey}</span>}
      onSubmit={async (values) => {
        const message = { role: "user", content: values("content") ?? "" };
        await post(`/ai-sessions/${sessionId}/messages`, message);
        announce(words.peek().session.compose.message.added);
        await onAdded();
      }}
    >
      <TextField label={said.message.text} name="content" required rows={3} maxLength={20_000} />
    </SubmitForm>
  );
}
