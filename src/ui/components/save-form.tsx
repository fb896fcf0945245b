import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiProblem } from "../api-problem.ts";
import { words } from "../words/speak.ts";
import { FieldFault } from "./field-fault.tsx";
import { FormProblem } from "./form-problem.ts";
import { ProblemNote } from "./problem-note.tsx";

interface Props {
  submit: string;
  tone?: "primary" | "plain";
  class?: string;
  /** What the server already says about what is typed, before it is sent. */
  judged?: ApiProblem | null;
  onSave: () => Promise<void>;
  /** Stands beside the button. */
  beside?: ComponentChildren;
  children: ComponentChildren;
}

/** A form whose fields are its owner's state: what is typed stays, and a refusal is said at the fields it is about. */
export function SaveForm({
  submit,
  tone = "primary",
  judged = null,
  onSave,
  beside,
  children,
  ...rest
}: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    if (problem !== null && form.current !== null) firstMarked(form.current)?.focus();
  }, [problem]);

  const save = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      await onSave();
    } catch (error) {
      setProblem(ApiProblem.from(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      ref={form}
      {...rest}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onInput={() => setProblem(null)}
    >
      <FormProblem.Provider value={problem ?? judged}>{children}</FormProblem.Provider>
      {problem !== null && <Refusal problem={problem} />}
      <div class="actions">
        <button type="submit" class={tone} aria-disabled={isBusy}>
          {isBusy ? words.value.settings.saving : submit}
        </button>
        {beside}
      </div>
    </form>
  );
}

/** What is at the fields is not said again; what concerns the whole form is said here. */
function Refusal({ problem }: { problem: ApiProblem }) {
  const { errors } = problem.problem;
  if (errors === undefined || errors.length === 0) return <ProblemNote problem={problem} sent />;
  return (
    <div class="note note-problem" role="alert">
      <p>{words.value.settings.refused}</p>
      {errors
        .filter(({ pointer }) => pointer === "")
        .map(({ detail }) => (
          <p key={detail}>
            <FieldFault detail={detail} />
          </p>
        ))}
    </div>
  );
}

/** The control that is at fault, or where it is the whole of a group, the first of the group. */
function firstMarked(form: HTMLFormElement): HTMLElement | null {
  return (
    form.querySelector<HTMLElement>("[aria-invalid=true]") ??
    form.querySelector<HTMLElement>("[data-invalid=true] input")
  );
}
