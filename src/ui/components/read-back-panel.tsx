import type { Handoff } from "../../contract/handoff.ts";
import { patch } from "../api.ts";
import { SubmitForm } from "./submit-form.tsx";
import { TextField } from "./text-field.tsx";

interface Props {
  handoff: Handoff;
  /** What the line is prefilled with while none is written. */
  first: string;
  personId: string;
  onSaved: () => Promise<void>;
}

/** The receiver's one line, and the originator's correction of it. */
export function ReadBackPanel({ handoff, first, personId, onSaved }: Props) {
  const address = `/ai-sessions/${handoff.session_id}/handoffs/${handoff.id}/read-back`;
  const isHolder = handoff.status === "claimed" && handoff.claimed_by === personId;
  const mayCorrect = handoff.handed_off_by === personId && !isHolder && handoff.read_back !== null;
  const save = (field: "read_back" | "correction") => async (values: (name: string) => string | null) => {
    await patch(address, { [field]: values(field) ?? "" });
    await onSaved();
  };
  return (
    <>
      {handoff.read_back !== null && (
        <blockquote>
          <p>{handoff.read_back}</p>
          <footer class="quiet">Read back by {handoff.claimed_by_name ?? "the receiver"}</footer>
        </blockquote>
      )}
      {handoff.correction !== null && (
        <p class="note">
          <strong>{handoff.handed_off_by_name ?? "The originator"} corrects:</strong> {handoff.correction}
        </p>
      )}
      {isHolder && (
        <SubmitForm
          key={`read-back-${handoff.read_back ?? first}`}
          submit={handoff.read_back === null ? "Send read-back" : "Change read-back"}
          onSubmit={save("read_back")}
        >
          <TextField
            label="My understanding and my first move"
            name="read_back"
            required
            rows={2}
            maxLength={2_000}
            value={handoff.read_back ?? first}
            hint={`${handoff.handed_off_by_name ?? "Whoever handed it off"} sees this at once and can correct it.`}
          />
        </SubmitForm>
      )}
      {mayCorrect && (
        <SubmitForm submit="Send correction" tone="plain" onSubmit={save("correction")}>
          <TextField label="Correct it" name="correction" required rows={2} maxLength={2_000} />
        </SubmitForm>
      )}
    </>
  );
}
