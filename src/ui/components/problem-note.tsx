import type { ApiProblem } from "../api-problem.ts";
import { problemWords } from "../problem-words.ts";
import { words } from "../words/speak.ts";
import { FieldFault } from "./field-fault.tsx";

interface Props {
  problem: ApiProblem;
  /** Whether something the person did has failed: that is said at once. */
  sent?: boolean;
  onRetry?: () => void;
}

/** A failure in plain words, with what can be done about it. */
export function ProblemNote({ problem, sent = false, onRetry }: Props) {
  const { title, help, detail } = problemWords(problem);
  const { errors = [], request_id } = problem.problem;
  const { site } = words.value;
  return (
    <div class="note note-problem" role={sent ? "alert" : undefined}>
      <p>
        <strong>{title}.</strong> {help}
      </p>
      {detail !== null && <p lang="en">{detail}</p>}
      {errors.length > 0 && (
        <ul>
          {errors.map((error) => (
            <li key={error.pointer}>
              <span lang="en">{fieldName(error.pointer)}</span>
              <FieldFault detail={error.detail} />
            </li>
          ))}
        </ul>
      )}
      {request_id !== "" && <p class="quiet">{site.reference(request_id)}</p>}
      {onRetry !== undefined && (
        <button type="button" onClick={onRetry}>
          {site.tryAgain}
        </button>
      )}
    </div>
  );
}

function fieldName(pointer: string): string {
  const name = pointer.replace(/^\//, "").replaceAll("_", " ");
  return name === "" ? "" : `${name}: `;
}
