import type { ComponentChildren } from "preact";
import { useContext, useState } from "preact/hooks";
import { announce } from "../announcement.ts";
import { ApiProblem } from "../api-problem.ts";
import { OFFLINE_WHY, isOffline } from "../present-freshness.ts";
import { words } from "../words/spoken.ts";
import { FormProblem } from "./form-problem.ts";
import { ProblemNote } from "./problem-note.tsx";
import { WayOut } from "./way-out.ts";

interface Props {
  submit: string;
  /** What the button says while the request runs. */
  busy?: string;
  tone?: "primary" | "plain";
  /** Stands beside the button. */
  beside?: ComponentChildren;
  /** Gets the fields by name, trimmed; a blank one is null. */
  onSubmit: (values: (name: string) => string | null) => Promise<unknown>;
  children: ComponentChildren;
}

/** A form that sends once, says what went wrong at the field and above the button, and keeps the words on failure. */
export function SubmitForm({ submit, busy, tone = "primary", beside, onSubmit, children }: Props) {
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const leave = useContext(WayOut);

  const send = async (form: HTMLFormElement) => {
    if (isBusy) return undefined;
    // What was typed stays; it can be sent when Baton is back.
    if (isOffline.peek()) return announce(words.peek().queue.card.offline);
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
    return undefined;
  };
  const offline = isOffline.value ? words.value.queue.card.offline : undefined;

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
      <div class="actions">
        <button
          type="submit"
          class={tone}
          aria-disabled={isBusy || offline !== undefined}
          aria-describedby={offline === undefined ? undefined : OFFLINE_WHY}
          title={offline}
        >
          {isBusy ? (busy ?? words.value.session.sending) : submit}
        </button>
        {leave !== null && (
          <button type="button" onClick={leave}>
            {words.value.queue.cancel}
          </button>
        )}
        {beside}
      </div>
    </form>
  );
}
