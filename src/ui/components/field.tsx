import type { ComponentChildren } from "preact";
import { useContext, useId } from "preact/hooks";
import type { ApiProblem } from "../api-problem.ts";
import { FieldFault } from "./field-fault.tsx";
import { FormProblem } from "./form-problem.ts";

/** What a control takes to belong to its label, its hint and its error. */
export interface Control {
  id: string;
  "aria-invalid": boolean;
  "aria-describedby"?: string;
}

interface Props {
  label: string;
  /** Where its value stands in the request's body (JSON pointer); errors there and below are shown here. */
  pointer: string;
  hint?: string;
  class?: string;
  children: (control: Control) => ComponentChildren;
}

/** A labelled control with what is wrong with it. */
export function Field({ label, pointer, hint, class: more = "", children }: Props) {
  const id = useId();
  const errors = errorsAt(useContext(FormProblem), pointer);
  const described = errors.length > 0 || hint !== undefined;
  return (
    <div class={`field ${more}`}>
      <label for={id}>{label}</label>
      {children({
        id,
        "aria-invalid": errors.length > 0,
        ...(described ? { "aria-describedby": `${id}-about` } : {}),
      })}
      <About id={`${id}-about`} errors={errors} hint={hint} />
    </div>
  );
}

interface GroupProps {
  legend: string;
  pointer: string;
  hint?: string;
  class?: string;
  children: ComponentChildren;
}

/** Several controls of one value under one legend, with what is wrong with it. */
export function FieldGroup({ legend, pointer, hint, class: more = "", children }: GroupProps) {
  const id = useId();
  const errors = errorsAt(useContext(FormProblem), pointer);
  return (
    <fieldset class={`choices ${more}`} aria-describedby={`${id}-about`} data-invalid={errors.length > 0}>
      <legend>{legend}</legend>
      {children}
      <About id={`${id}-about`} errors={errors} hint={hint} />
    </fieldset>
  );
}

function About({ id, errors, hint }: { id: string; errors: string[]; hint: string | undefined }) {
  if (errors.length === 0 && hint === undefined) return null;
  return (
    <p id={id} class={errors.length === 0 ? "quiet" : "field-error"}>
      {errors.length === 0
        ? hint
        : errors.map((detail) => (
            <span key={detail}>
              <FieldFault detail={detail} />{" "}
            </span>
          ))}
    </p>
  );
}

/** What is wrong at a place of the body and below it. */
export function errorsAt(problem: ApiProblem | null, pointer: string): string[] {
  const errors = problem?.problem.errors ?? [];
  return errors
    .filter((error) => error.pointer === pointer || error.pointer.startsWith(`${pointer}/`))
    .map(({ detail }) => detail);
}
