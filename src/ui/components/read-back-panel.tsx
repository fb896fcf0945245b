import type { Handoff } from "../../contract/handoff.ts";
import { announce } from "../announcement.ts";
import { patch } from "../api.ts";
import { words } from "../words/spoken.ts";
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
  const said = words.value.session.readBack;
  const address = `/ai-sessions/${handoff.session_id}/handoffs/${handoff.id}/read-back`;
  const isHolder = handoff.status === "claimed" && handoff.claimed_by === personId;
  const mayCorrect =
    handoff.status === "claimed" &&
    handoff.handed_off_by === personId &&
    !isHolder &&
    handoff.read_back !== null;
  const save = (field: "read_back" | "correction") => async (values: (name: string) => string | null) => {
    await patch(address, { [field]: values(field) ?? "" });
    announce(
      field === "read_back" ? words.peek().session.readBack.sent : words.peek().session.readBack.corrected,
    );
    await onSaved();
  };
  const originator = handoff.handed_off_by_name ?? said.originator;
  return (
    <>
      {handoff.read_back !== null && (
        <blockquote>
          <p dir="auto">{handoff.read_back}</p>
          <footer class="quiet">{said.by(handoff.claimed_by_name ?? said.receiver)}</footer>
        </blockquote>
      )}
      {handoff.correction !== null && (
        <p class="note">
          <strong>{said.corrects(originator)}</strong> <bdi>{handoff.correction}</bdi>
        </p>
      )}
      {isHolder && (
        <SubmitForm
          key={`read-back-${handoff.read_back ?? ""}`}
          submit={handoff.read_back === null ? said.send : said.change}
          tone={handoff.read_back === null ? "primary" : "plain"}
          onSubmit={save("read_back")}
        >
          <TextField
            label={said.label}
            name="read_back"
            required
            rows={3}
            maxLength={2_000}
            value={handoff.read_back ?? first}
            hint={said.hint(originator)}
          />
        </SubmitForm>
      )}
      {mayCorrect && (
        <SubmitForm submit={said.sendCorrection} tone="plain" onSubmit={save("correction")}>
          <TextField label={said.correct} name="correction" required rows={2} maxLength={2_000} />
        </SubmitForm>
      )}
    </>
  );
}
