import { undoRelease, undoable } from "../release.ts";
import { words } from "../words/spoken.ts";
import { ProblemNote } from "./problem-note.tsx";

/** What was just released, and for some seconds the way to have it back. */
export function UndoRelease() {
  const offer = undoable.value;
  if (offer === null) return null;
  const said = words.value.queue;
  return (
    <div class="undo" key={offer.what.handoff_id}>
      {offer.problem === null ? (
        <>
          <p>{said.release.done(offer.what.problem ?? said.noProblem)}</p>
          <button type="button" onClick={() => void undoRelease()}>
            {said.release.undo}
          </button>
        </>
      ) : (
        <ProblemNote problem={offer.problem} sent />
      )}
    </div>
  );
}
