import { useLocation, useRoute } from "preact-iso";
import type { HandoffDetail } from "../../contract/handoff.ts";
import { AssessmentSection } from "../components/assessment-section.tsx";
import { DeliveryList } from "../components/delivery-list.tsx";
import { HandoffState } from "../components/handoff-state.tsx";
import { LoadingScreen } from "../components/loading-screen.tsx";
import { PageHeading } from "../components/page-heading.tsx";
import { ProblemSummary } from "../components/problem-summary.tsx";
import { ReadBackPanel } from "../components/read-back-panel.tsx";
import { StaleNote } from "../components/stale-note.tsx";
import { StepBody } from "../components/step-body.tsx";
import { TakeOver } from "../components/take-over.tsx";
import { WhatHappened } from "../components/what-happened.tsx";
import { lookers } from "../feed.ts";
import { nextAction } from "../next-action.ts";
import { useLiveReload } from "../use-live-reload.ts";
import { useLoaded } from "../use-loaded.ts";
import { useMe } from "../use-me.ts";
import { usePresence } from "../use-presence.ts";

/** Everything the receiver of a handoff needs before the first move. */
export function HandoffContext() {
  const { params } = useRoute();
  const sessionId = params["id"] ?? "";
  const detail = useLoaded<HandoffDetail>(`/ai-sessions/${sessionId}/handoffs/${params["hid"] ?? ""}`);
  useLiveReload(sessionId, detail.reload);
  if (detail.data === null) return <LoadingScreen what="hand-off" loaded={detail} />;
  return (
    <>
      <StaleNote loaded={detail} />
      <ContextBody detail={detail.data} reload={detail.reload} />
    </>
  );
}

function ContextBody({ detail, reload }: { detail: HandoffDetail; reload: () => Promise<void> }) {
  const me = useMe();
  const { route } = useLocation();
  const { handoff, session, steps, timeline, deliveries, viewers } = detail;
  const first = nextAction(detail);
  usePresence(handoff.id);
  const others = (lookers.value.get(handoff.id) ?? viewers).filter((viewer) => viewer.id !== me.user.id);

  return (
    <article class="context">
      <PageHeading title={session.problem_summary ?? "No problem described"} />
      <HandoffState handoff={handoff} reload={reload} />
      <TakeOver handoff={handoff} timeline={timeline} reload={reload} />
      {others.length > 0 && (
        <p class="quiet">{others.map((viewer) => viewer.name).join(", ")} looking at this</p>
      )}
      <div class="context-grid">
        <div>
          <section class="panel" aria-labelledby="problem-summary">
            <h2 id="problem-summary">Problem summary</h2>
            <ProblemSummary handoff={handoff} session={session} />
          </section>
          <section class="panel" aria-labelledby="what-has-been-tried">
            <h2 id="what-has-been-tried">What has been tried</h2>
            {handoff.snapshot.steps_omitted !== undefined && (
              <p class="quiet">{handoff.snapshot.steps_omitted} older steps are in the session.</p>
            )}
            {steps.length === 0 ? (
              <p class="quiet">No step has been recorded.</p>
            ) : (
              <ol class="steps">
                {steps.map((step) => (
                  <li key={step.id}>
                    <StepBody step={step} />
                  </li>
                ))}
              </ol>
            )}
          </section>
        </div>
        <div>
          <section class="panel" aria-labelledby="ai-assessment">
            <h2 id="ai-assessment">AI assessment</h2>
            <AssessmentSection handoff={handoff} steps={steps} />
          </section>
          <section class="panel panel-start" aria-labelledby="start-here">
            <h2 id="start-here">Start here</h2>
            <p class="first-move">{first}</p>
            <ReadBackPanel handoff={handoff} first={first} personId={me.user.id} onSaved={reload} />
            <button type="button" onClick={() => route(`/sessions/${session.id}`)}>
              Go on to the session
            </button>
          </section>
        </div>
        <section class="panel" aria-labelledby="who-was-told">
          <h2 id="who-was-told">Who was told</h2>
          <DeliveryList deliveries={deliveries} intent={handoff.intent} />
        </section>
        <section class="panel" aria-labelledby="what-happened">
          <h2 id="what-happened">What happened</h2>
          <WhatHappened events={timeline} />
        </section>
      </div>
    </article>
  );
}
