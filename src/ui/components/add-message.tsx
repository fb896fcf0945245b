import { post } from "../api.ts";
import { SubmitForm } from "./submit-form.tsx";
import { TextField } from "./text-field.tsx";

/** Adds a message to the conversation. */
export function AddMessage({ sessionId, onAdded }: { sessionId: string; onAdded: () => Promise<void> }) {
  return (
    <div class="panel">
      <h2>Add a message</h2>
      <SubmitForm
        submit="Add message"
        tone="plain"
        onSubmit={async (values) => {
          await post(`/ai-sessions/${sessionId}/messages`, {
            role: "user",
            content: values("content") ?? "",
          });
          await onAdded();
        }}
      >
        <TextField label="Message" name="content" required rows={3} maxLength={20_000} />
      </SubmitForm>
    </div>
  );
}
