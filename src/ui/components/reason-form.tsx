import { SubmitForm } from "./submit-form.tsx";
import { TextField } from "./text-field.tsx";

type Verb = "resume" | "resolve" | "release" | "return" | "withdraw" | "take_over";

const WORDS: Record<Verb, { says: string; field: string | null }> = {
  resume: { says: "Takes the session up again; its parked hand-off is withdrawn.", field: null },
  resolve: { says: "Closes the session for good, and its hand-off with it.", field: "What resolved it" },
  release: { says: "Puts it back into the queue for anybody to pick up.", field: "Reason" },
  return: { says: "Gives it back to whoever handed it off.", field: "Reason" },
  withdraw: { says: "Takes the hand-off back; the session goes on with its engineer.", field: "Reason" },
  take_over: { says: "Asks the holder, who agrees or keeps it.", field: "Reason" },
};

interface Props {
  verb: Verb;
  submit: string;
  onSend: (reason: string) => Promise<void>;
}

/** Says what a verb does, asks for the reason that goes on the record, and does it. */
export function ReasonForm({ verb, submit, onSend }: Props) {
  const { says, field } = WORDS[verb];
  const name = verb === "resolve" ? "resolution" : "reason";
  return (
    <SubmitForm submit={submit} onSubmit={(values) => onSend(values(name) ?? "")}>
      <p>{says}</p>
      {field !== null && <TextField label={field} name={name} required rows={2} maxLength={2_000} />}
    </SubmitForm>
  );
}
