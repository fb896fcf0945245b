import { useState } from "preact/hooks";
import { ApiProblem } from "../api-problem.ts";
import { post } from "../api.ts";
import { isWorking } from "../me.ts";
import { type QueueView, addressOfView, inScope, isFiltered, viewOf } from "../queue-view.ts";
import { useMe } from "../use-me.ts";
import { words } from "../words/spoken.ts";
import { ProblemNote } from "./problem-note.tsx";

/** What stands where no handoff is: what would, and the way to see one. */
export function EmptyQueue({ view }: { view: QueueView }) {
  const me = useMe();
  const { empty, filters } = words.value.queue;
  const said = isFiltered(view) ? empty.filtered : empty[view.scope];
  return (
    <div class="empty">
      <h2>{said.title}</h2>
      <p>{said.text}</p>
      {isFiltered(view) ? (
        <p>
          <a href={addressOfView(inScope(viewOf({}), view.scope))}>{filters.clear}</a>
        </p>
      ) : (
        isWorking(me) && view.scope !== "mine" && <TestEscalation />
      )}
    </div>
  );
}

function TestEscalation() {
  const me = useMe();
  const { empty } = words.value.queue;
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const make = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      const about = { problem_summary: empty.testProblem(me.user.name) };
      const session = await post<{ id: string }>("/ai-sessions", about);
      const handoff = { intent: "escalate", priority: "low", engineer_notes: empty.testNotes };
      await post(`/ai-sessions/${session.id}/handoff`, handoff);
    } catch (error) {
      setProblem(ApiProblem.from(error));
    }
    setBusy(false);
  };
  return (
    <>
      <p class="actions">
        <a class="button" href="/sessions">
          {empty.startSession}
        </a>
        <button type="button" aria-disabled={isBusy} onClick={() => void make()}>
          {empty.test}
        </button>
      </p>
      <p class="quiet">{empty.testHint}</p>
      {problem !== null && <ProblemNote problem={problem} sent />}
    </>
  );
}
