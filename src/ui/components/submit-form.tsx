import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { ApiProblem } from "../api-problem.ts";
import { FormProblem } from "./form-problem.ts";
import { ProblemNote } from "./problem-note.tsx";

interface Props {
  submit: string;
  /** What the button says while the request runs. */
  busy?: string;
  tone?: "primary" | "plain";
  /** Gets the fields by name, trimmed; a blank one is null. */
  onSubmit: (values: (name: string) => string | null) => Promise<unknown>;
  children: ComponentChildren;
}

/** A form that sends once, says what went wrong at the field and above the button, and keeps the words on failure. */
export function SubmitForm({ submit, busy = "Sending…", tone = "primary", onSubmit, children }: Props) {
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);

  const send = async (form: HTMLFormElement) => {
    if (isBusy) return;
    const data = new FormData(form);
    setBusy(true);
    setProblem(null);
    try {
      await onSubmit((name) => {
        const value = data.get(name);
        return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
      });
      form.reset();
    } catch (error) {
      setProblem(ApiProblem.from(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send(event.currentTarget);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
      }}
    >
      <FormProblem.Provider value={problem}>{children}</FormProblem.Provider>
      {problem !== null && <ProblemNote problem={problem} sent />}
      <button type="submit" class={tone} aria-disabled={isBusy}>
        {isBusy ? busy : submit}
      </button>
    </form>
  );
}
