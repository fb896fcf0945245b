import type { ComponentChildren } from "preact";
import { useContext, useEffect, useRef } from "preact/hooks";
import { FormProblem } from "./form-problem.ts";

interface Props {
  summary: string;
  /** The fields in it: where one of them is at fault, it opens. */
  names: readonly string[];
  children: ComponentChildren;
}

/** Fields that are seldom needed, folded away; what is wrong in there never stays hidden. */
export function MoreFields({ summary, names, children }: Props) {
  const problem = useContext(FormProblem);
  const details = useRef<HTMLDetailsElement>(null);
  const open = () => {
    if (details.current !== null) details.current.open = true;
  };
  useEffect(() => {
    if (names.some((name) => problem?.fieldError(name) !== undefined)) open();
  }, [problem]);
  return (
    <details ref={details} onInvalidCapture={open}>
      <summary>{summary}</summary>
      <div class="more-fields">{children}</div>
    </details>
  );
}
