import { useEffect, useState } from "preact/hooks";
import type { QueueRow } from "../../contract/handoff.ts";
import { announcement } from "../announcement.ts";
import { ApiProblem } from "../api-problem.ts";
import { claimTries, type ClaimTry } from "../claim.ts";
import { HandoffCard } from "../components/handoff-card.tsx";
import { PageHeading } from "../components/page-heading.tsx";
import { ProblemNote } from "../components/problem-note.tsx";
import { live, loadMore, loadQueue, markSeen, queue, queueNext, queueRead } from "../feed.ts";
import { isWorking } from "../me.ts";
import { clockWords } from "../time-words.ts";
import { useMe } from "../use-me.ts";

/** The handoffs that nobody has picked up yet, live. */
export function Queue() {
  const me = useMe();
  const { rows, fresh } = queue.value;
  const { at, problem } = queueRead.value;
  const tries = claimTries.value;
  const shown = withTried(rows, tries);
  // What is parked waits quietly: it is in the list and not in the tab's title.
  const waiting = rows.filter((row) => row.intent === "escalate").length;
  const isLive = isWorking(me) && live.value?.kind !== "stopped";
  useEffect(() => markSeen, []);

  return (
    <>
      <div class="heading-row">
        <PageHeading title={waiting === 0 ? "Queue" : `(${waiting}) Queue`}>Queue</PageHeading>
        <p class="queue-status" role="status">
          {announcement.value}
        </p>
        {!isLive && (
          <p class="quiet">
            {at !== null && `As of ${clockWords(at)} `}
            <button type="button" onClick={() => void loadQueue(me)}>
              Refresh
            </button>
          </p>
        )}
      </div>
      {problem !== null && (
        <>
          {at !== null && <p class="stale">This list is from {clockWords(at)}.</p>}
          <ProblemNote problem={problem} onRetry={() => void loadQueue(me)} />
        </>
      )}
      {at === null && problem === null && <p class="quiet">Reading the queue…</p>}
      {shown.length > 0 && (
        <ul class="cards" aria-label="Waiting handoffs">
          {shown.map((row) => (
            <HandoffCard
              key={row.handoff_id}
              row={row}
              attempt={tries.get(row.handoff_id)}
              mayPickUp={isWorking(me)}
              isFresh={fresh.has(row.handoff_id)}
            />
          ))}
        </ul>
      )}
      {at !== null && shown.length === 0 && <EmptyQueue mayEscalate={isWorking(me)} />}
      {queueNext.value !== null && <ShowOlder />}
    </>
  );
}

function EmptyQueue({ mayEscalate }: { mayEscalate: boolean }) {
  return (
    <div class="empty">
      <h2>Nobody is waiting</h2>
      <p>
        When an engineer is stuck and hands off a session, it appears here by itself about a second later.
      </p>
      {mayEscalate && (
        <p>
          To try it, <a href="/sessions">start a session</a> and hand it off.
        </p>
      )}
    </div>
  );
}

function ShowOlder() {
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const more = async () => {
    setProblem(null);
    try {
      await loadMore();
    } catch (error) {
      setProblem(ApiProblem.from(error));
    }
  };
  return (
    <>
      {problem !== null && <ProblemNote problem={problem} sent />}
      <button type="button" onClick={() => void more()}>
        Show older
      </button>
    </>
  );
}

/** A card that was tried stays in its place until its outcome is read, even when it has left the queue. */
function withTried(rows: readonly QueueRow[], tries: ReadonlyMap<string, ClaimTry>): QueueRow[] {
  const here = new Set(rows.map((row) => row.handoff_id));
  const gone = [...tries.values()].map((attempt) => attempt.row).filter((row) => !here.has(row.handoff_id));
  return [...rows, ...gone].toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1));
}
