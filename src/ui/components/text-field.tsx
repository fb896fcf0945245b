import { useContext, useId } from "preact/hooks";
import { words } from "../words/spoken.ts";
import { FieldFault } from "./field-fault.tsx";
import { FormProblem } from "./form-problem.ts";

interface Props {
  label: string;
  name: string;
  type?: "text" | "email" | "url" | "datetime-local";
  /** More than one makes a text area. */
  rows?: number;
  required?: boolean;
  maxLength?: number;
  value?: string;
  hint?: string;
  autoComplete?: string;
  "aria-keyshortcuts"?: string;
  inputMode?: "numeric" | "email" | "url" | "text";
}

/** A labelled line or area of text, with what is wrong with it. */
export function TextField({ label, name, type = "text", rows = 1, value = "", hint, ...rest }: Props) {
  const id = useId();
  const error = useContext(FormProblem)?.fieldError(name);
  const about = error ?? hint;
  const attributes = {
    id,
    name,
    defaultValue: value,
    dir: "auto" as const,
    "aria-invalid": error !== undefined,
    ...(about === undefined ? {} : { "aria-describedby": `${id}-about` }),
    ...rest,
  };
  // Preact types each kind of input apart; these four take the same attributes.
  const line = { type: type as "text", ...attributes };
  return (
    <div class="field">
      <label for={id}>
        {label}
        {rest.required !== true && <span class="quiet"> ({words.value.session.optional})</span>}
      </label>
      {rows > 1 ? <textarea rows={rows} {...attributes} /> : <input {...line} />}
      {about !== undefined && (
        <p id={`${id}-about`} class={error === undefined ? "quiet" : "field-error"}>
          {error === undefined ? hint : <FieldFault detail={error} />}
        </p>
      )}
    </div>
  );
}
