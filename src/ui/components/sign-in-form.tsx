import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { ApiProblem } from "../api-problem.ts";
import { ProblemNote } from "./problem-note.tsx";

interface Props {
  label: string;
  hint?: string;
  value?: string;
  inputMode: "numeric" | "email";
  autoComplete: "email" | "one-time-code";
  maxLength: number;
  submit: string;
  busy: string;
  /** Takes the cursor when it appears: somebody came here to type. */
  focused?: boolean;
  /** What is wrong with what was typed before it is sent; null where nothing is. */
  check: (typed: string) => string | null;
  /** What a refusal means at the field; null for one that is not about it. */
  explain: (problem: ApiProblem) => string | null;
  onSubmit: (typed: string, button: string | null) => Promise<unknown>;
  /** Stands beside the button. */
  beside?: ComponentChildren;
}

/** One line to type into and send once. What is wrong is said at the line, which then has the cursor. */
export function SignInForm({ label, hint, value = "", submit, busy, beside, focused, ...rest }: Props) {
  const { check, explain, onSubmit, ...attributes } = rest;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    if (focused) input.current?.focus();
  }, []);

  const send = async (button: string | null) => {
    const typed = input.current?.value.trim() ?? "";
    if (isBusy) return;
    const wrong = check(typed);
    setFault(wrong);
    setProblem(null);
    if (wrong !== null) return input.current?.focus();
    setBusy(true);
    try {
      await onSubmit(typed, button);
    } catch (error) {
      const problem = ApiProblem.from(error);
      const said = explain(problem);
      setFault(said);
      if (said === null) setProblem(problem);
      else input.current?.focus();
    } finally {
      setBusy(false);
    }
  };

  const about = fault ?? hint;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const { submitter } = event;
        void send(submitter instanceof HTMLButtonElement && submitter.value !== "" ? submitter.value : null);
      }}
    >
      <div class="field">
        <label for={id}>{label}</label>
        <input
          {...attributes}
          type="text"
          ref={input}
          id={id}
          defaultValue={value}
          required
          spellcheck={false}
          autoCapitalize="none"
          aria-invalid={fault !== null}
          {...(about === undefined ? {} : { "aria-describedby": `${id}-about` })}
          onInput={() => setFault(null)}
        />
        {about !== undefined && (
          <p
            id={`${id}-about`}
            class={fault === null ? "quiet" : "field-error"}
            role={fault === null ? undefined : "alert"}
          >
            {about}
          </p>
        )}
      </div>
      {problem !== null && <ProblemNote problem={problem} sent />}
      <div class="actions">
        <button type="submit" class="primary" aria-disabled={isBusy}>
          {isBusy ? busy : submit}
        </button>
        {beside}
      </div>
    </form>
  );
}
