import { words } from "../words/spoken.ts";
import { SubmitForm } from "./submit-form.tsx";
import { TextField } from "./text-field.tsx";

export type ReasonVerb = "resume" | "resolve" | "release" | "return" | "withdraw" | "take_over";

interface Props {
  verb: ReasonVerb;
  submit: string;
  /** What is likely, to be sent as it is or changed. */
  usual?: string;
  /** What else it brings about. */
  besides?: string | undefined;
  onSend: (reason: string) => Promise<void>;
}

/** Says what a verb does, asks for the reason that goes on the record, and does it. */
export function ReasonForm({ verb, submit, usual = "", besides, onSend }: Props) {
  const said = words.value.session.next;
  const isResolve = verb === "resolve";
  const name = isResolve ? "resolution" : "reason";
  return (
    <SubmitForm submit={submit} onSubmit={(values) => onSend(values(name) ?? "")}>
      <p class="quiet">
        {said.says[verb]} {besides}
      </p>
      {verb !== "resume" && (
        <TextField
          label={isResolve ? said.resolution : said.reason}
          name={name}
          required
          rows={isResolve ? 3 : 2}
          maxLength={isResolve ? 10_000 : 2_000}
          value={usual}
        />
      )}
    </SubmitForm>
  );
}
