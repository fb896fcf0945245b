import { useRoute } from "preact-iso";
import type { HandoffDetail } from "../../contract/handoff.ts";
import { AlertPanel } from "../components/alert-panel.tsx";
import { AssessmentSection } from "../components/assessment-section.tsx";
import { BriefingPanel } from "../components/briefing-panel.tsx";
import { ContextActions } from "../components/context-actions.tsx";
import { DeliveryList } from "../components/delivery-list.tsx";
import { HandoffState } from "../components/handoff-state.tsx";
import { LoadingScreen } from "../components/loading-screen.tsx";
import { ProblemSummary } from "../components/problem-summary.tsx";
import { SessionHead } from "../components/session-head.tsx";
import { StaleNote } from "../components/stale-note.tsx";
import { StartHere } from "../components/start-here.tsx";
import { TakeOver } from "../components/take-over.tsx";
import { TriedSection } from "../components/tried-section.tsx";
import { TicketPanel } from "../components/ticket-panel.tsx";
import { VerdictPanel } from "../components/verdict-panel.tsx";
import { WhatHappened } from "../components/what-happened.tsx";
import { lookers } from "../feed.ts";
import { useLiveReload } from "../use-live-reload.ts";
import { useLoaded } from "../use-loaded.ts";
import { useMe } from "../use-me.ts";
import { usePresence } from "../use-presence.ts";
import { useQuietReload } from "../use-quiet-reload.ts";
import { words } from "../words/spoken.ts";
import "./session.css";
import "./context.css";

/** Everything the receiver of a handoff needs before the first move. */
export function HandoffContext() {
  const { params } = useRoute();
  const sessionId = params["id"] ?? "";
  const detail = useLoaded<HandoffDetail>(`/ai-sessions/${sessionId}/handoffs/${params["hid"] ?? ""}`);
  useLiveReload(sessionId, detail.reload);
  useQuietReload(detail.reload, detail.data !== null && detail.data.session.status !== "resolved");
  if (detail.data === null) return <LoadingScreen what="handoff" loaded={detail} />;
  return (
    <>
      <StaleNote loaded={detail} />
      <ContextBody key={detail.data.handoff.id} detail={detail.data} reload={detail.reload} />
    </>
  );
}

function ContextBody({ detail, reload }: { detail: HandoffDetail; reload: () => Promise<void> }) {
  const me = useMe();
  const said = words.value.session.context;
  const { handoff, session, steps, timeline, deliveries, viewers } = detail;
  usePresence(handoff.id);
  const others = (lookers.value.get(handoff.id) ?? viewers).filter((viewer) => viewer.id !== me.user.id);

  return (
    <article class="context">
      <SessionHead
        session={session}
        state={
          <HandoffState handoff={handoff} tool={session.source.name} timeline={timeline} lookers={others} />
        }
      >
        <ContextActions detail={detail} reload={reload} />
        <TakeOver handoff={handoff} timeline={timeline} reload={reload} />
      </SessionHead>
      <BriefingPanel handoff={handoff} />
      <div class="context-grid">
        <div class="context-known">
          <section class="panel" aria-labelledby="problem-summary">
            <h2 id="problem-summary">{said.summary}</h2>
            <ProblemSummary handoff={handoff} session={session} />
          </section>
          {session.source.integration_id !== null && <AlertPanel handoff={handoff} />}
          <section class="panel" aria-labelledby="what-has-been-tried">
            <h2 id="what-has-been-tried">{said.tried}</h2>
            <TriedSection detail={detail} />
          </section>
        </div>
        <section class="panel assessment" aria-labelledby="ai-assessment">
          <h2 id="ai-assessment" tabIndex={-1}>
            {said.assessment}
          </h2>
          <AssessmentSection handoff={handoff} steps={steps} />
          <VerdictPanel handoff={handoff} timeline={timeline} reload={reload} />
        </section>
        <section class="panel panel-start" aria-labelledby="start-here">
          <h2 id="start-here" tabIndex={-1}>
            {said.start}
          </h2>
          <StartHere detail={detail} reload={reload} />
        </section>
      </div>
      <div class="context-record">
        <section aria-labelledby="what-happened">
          <h2 id="what-happened">{said.happened}</h2>
          <WhatHappened events={timeline} />
        </section>
        <section aria-labelledby="who-was-told">
          <h2 id="who-was-told">{said.told}</h2>
          <DeliveryList deliveries={deliveries} intent={handoff.intent} />
          <TicketPanel session={session} handoffs={[handoff]} handoff={handoff} reload={reload} />
        </section>
      </div>
    </article>
  );
}
