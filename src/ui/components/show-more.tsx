import { useState } from "preact/hooks";
import { ApiProblem } from "../api-problem.ts";
import type { LiveList } from "../live-list.ts";
import { words } from "../words/spoken.ts";
import { ProblemNote } from "./problem-note.tsx";

/** The way to the next page of a long list. */
export function ShowMore({ list }: { list: LiveList }) {
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  if (list.next.value === null) return null;
  const more = async () => {
    setProblem(null);
    try {
      await list.more();
    } catch (error) {
      setProblem(ApiProblem.from(error));
    }
  };
  return (
    <>
      {problem !== null && <ProblemNote problem={problem} sent />}
      <button type="button" onClick={() => void more()}>
        {words.value.queue.showMore}
      </button>
    </>
  );
}
