import type { Session } from "../../contract/session.ts";
import { announce } from "../announcement.ts";
import { patch } from "../api.ts";
import type { PsaChosen } from "../psa-chosen.ts";
import { words } from "../words/spoken.ts";
import { ChoiceField } from "./choice-field.tsx";
import { SubmitForm } from "./submit-form.tsx";
import { TextField } from "./text-field.tsx";

interface Props {
  session: Session;
  psa: PsaChosen;
  onSaved: () => Promise<void>;
}

/** Says which ticket a session has, and in which PSA where there are several. */
export function TicketForm({ session, psa: { choices, chosen, why }, onSaved }: Props) {
  const said = words.value.psa.ticket;
  const many = choices !== null && choices.length > 1;
  const save = async (values: (name: string) => string | null) => {
    await patch<Session>(`/ai-sessions/${session.id}`, {
      psa_ticket_ref: values("psa_ticket_ref"),
      ...(many && { psa_connection_id: values("psa_connection_id") }),
      // The only one that there is needs no name; one that is gone would stand in its way.
      ...(!many && why === "gone" && { psa_connection_id: null }),
    });
    announce(words.peek().psa.ticket.saved);
    await onSaved();
  };
  return (
    <SubmitForm submit={said.save} onSubmit={save}>
      <TextField
        label={said.reference}
        name="psa_ticket_ref"
        maxLength={200}
        value={session.psa_ticket_ref ?? ""}
        hint={said.referenceHint}
        autoComplete="off"
      />
      {many && (
        <ChoiceField
          label={said.choose}
          name="psa_connection_id"
          options={{
            "": said.unchosen,
            ...Object.fromEntries(choices.map(({ id, name }) => [id, name])),
          }}
          value={chosen?.id ?? ""}
        />
      )}
    </SubmitForm>
  );
}
