import { announce } from "../announcement.ts";
import { post } from "../api.ts";
import { words } from "../words/spoken.ts";
import { SubmitForm } from "./submit-form.tsx";
import { TextField } from "./text-field.tsx";

interface Props {
  of: { session_id: string; handoff_id: string };
  onAdded: () => Promise<void>;
}

/** Writes a note onto a handoff's record. */
export function AddNote({ of, onAdded }: Props) {
  const said = words.value.session.compose;
  return (
    <SubmitForm
      submit={said.note.send}
      beside={<span class="quiet">{said.sendKey}</span>}
      onSubmit={async (values) => {
        const path = `/ai-sessions/${of.session_id}/handoffs/${of.handoff_id}/notes`;
        await post(path, { text: values("text") ?? "" });
        announce(words.peek().session.compose.note.added);
        await onAdded();
      }}
    >
      <TextField
        label={said.note.text}
        name="text"
        required
        rows={3}
        maxLength={10_000}
        hint={said.note.hint}
      />
    </SubmitForm>
  );
}
