import type { ApiProblem } from "../api-problem.ts";

interface Props {
  problem: ApiProblem;
  /** Whether something the person did has failed: that is said at once. */
  sent?: boolean;
  onRetry?: () => void;
}

/** A failure in plain words, with what can be done about it. */
export function ProblemNote({ problem: { problem }, sent = false, onRetry }: Props) {
  return (
    <div class="note note-problem" role={sent ? "alert" : undefined}>
      <p>
        <strong>{problem.title}.</strong> {problem.detail}
      </p>
      {problem.errors !== undefined && problem.errors.length > 0 && (
        <ul>
          {problem.errors.map((error) => (
            <li key={error.pointer}>
              {fieldName(error.pointer)}
              {error.detail}
            </li>
          ))}
        </ul>
      )}
      {problem.request_id !== "" && <p class="quiet">Reference {problem.request_id}</p>}
      {onRetry !== undefined && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

function fieldName(pointer: string): string {
  const name = pointer.replace(/^\//, "").replaceAll("_", " ");
  return name === "" ? "" : `${name}: `;
}
