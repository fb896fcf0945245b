import { useState } from "preact/hooks";
import { VERDICTS, type Verdict } from "../verdict-in.ts";
import { words } from "../words/spoken.ts";
import { SubmitForm } from "./submit-form.tsx";
import { TextField } from "./text-field.tsx";

interface Props {
  /** What was said before, if anything. */
  verdict: Verdict | null;
  comment: string | null;
  onSubmit: (values: (name: string) => string | null) => Promise<void>;
}

/** One question with three answers; room for a comment opens with the answer. */
export function VerdictForm({ verdict, comment, onSubmit }: Props) {
  const [isChosen, setChosen] = useState(verdict !== null);
  const said = words.value.session.verdict;
  return (
    <SubmitForm submit={said.send} tone="plain" onSubmit={onSubmit}>
      <fieldset class="choices" onInput={() => setChosen(true)}>
        <legend>{said.ask}</legend>
        <div class="segmented">
          {VERDICTS.map((option) => (
            <label key={option}>
              <input
                type="radio"
                name="verdict"
                value={option}
                required
                defaultChecked={option === verdict}
              />
              {said.verdicts[option]}
            </label>
          ))}
        </div>
        {!isChosen && <p class="quiet">{said.hint}</p>}
      </fieldset>
      {isChosen && (
        <TextField
          label={said.comment}
          name="comment"
          rows={2}
          maxLength={2_000}
          value={comment ?? ""}
          hint={said.commentHint}
        />
      )}
    </SubmitForm>
  );
}
