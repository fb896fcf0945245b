import { useEffect, useId, useRef, useState } from "preact/hooks";
import { ApiProblem } from "../api-problem.ts";
import { words } from "../words/speak.ts";
import { ProblemNote } from "./problem-note.tsx";

interface Props {
  title: string;
  detail: string;
  confirm: string;
  /** What the server's refusal is called here, where there is a calmer word for it than the server's. */
  explain?: (problem: ApiProblem) => string | null;
  onConfirm: () => Promise<void>;
  /** It is shut, and focus is back where it was, if that is still there: it may have gone with what was done. */
  onClose: (isDone: boolean) => void;
}

/** Asks before something that cannot be taken back. Stays open, with the reason, when the server refuses. */
export function ConfirmDialog({ title, detail, confirm, explain, onConfirm, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const isDone = useRef(false);
  const wayOut = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    wayOut.current?.focus();
  }, []);

  const doIt = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      await onConfirm();
      isDone.current = true;
      dialog.current?.close();
    } catch (error) {
      setProblem(ApiProblem.from(error));
      setBusy(false);
    }
  };
  const { cancel, working } = words.value.settings;
  const reason = problem && explain?.(problem);

  return (
    <dialog
      ref={dialog}
      class="ask"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-detail`}
      onClose={() => onClose(isDone.current)}
    >
      <h2 id={`${id}-title`}>
        <bdi>{title}</bdi>
      </h2>
      <p id={`${id}-detail`}>{detail}</p>
      {problem !== null &&
        (reason ? (
          <p class="note note-problem" role="alert">
            {reason}
          </p>
        ) : (
          <ProblemNote problem={problem} sent />
        ))}
      <div class="actions">
        <button type="button" class="danger" aria-disabled={isBusy} onClick={() => void doIt()}>
          {isBusy ? working : confirm}
        </button>
        <button ref={wayOut} type="button" onClick={() => dialog.current?.close()}>
          {cancel}
        </button>
      </div>
    </dialog>
  );
}
