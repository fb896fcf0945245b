import { useRoute } from "preact-iso";
import type { SessionDetail } from "../../contract/handoff.ts";
import { AddMessage } from "../components/add-message.tsx";
import { AddStep } from "../components/add-step.tsx";
import { BranchList } from "../components/branch-list.tsx";
import { Facts } from "../components/facts.tsx";
import { HandoffHistory } from "../components/handoff-history.tsx";
import { LoadingScreen } from "../components/loading-screen.tsx";
import { PageHeading } from "../components/page-heading.tsx";
import { SessionActions } from "../components/session-actions.tsx";
import { SessionTimeline } from "../components/session-timeline.tsx";
import { StaleNote } from "../components/stale-note.tsx";
import { isWorking } from "../me.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { useLiveReload } from "../use-live-reload.ts";
import { useLoaded } from "../use-loaded.ts";
import { useMe } from "../use-me.ts";

/** One session: what was said and tried, where it stands, and everything that can be done with it. */
export function SessionView() {
  const { params } = useRoute();
  const id = params["id"] ?? "";
  const loaded = useLoaded<SessionDetail>(`/ai-sessions/${id}`);
  useLiveReload(id, loaded.reload);
  if (loaded.data === null) return <LoadingScreen what="session" loaded={loaded} />;
  return (
    <>
      <StaleNote loaded={loaded} />
      <SessionBody session={loaded.data} reload={loaded.reload} />
    </>
  );
}

function SessionBody({ session, reload }: { session: SessionDetail; reload: () => Promise<void> }) {
  const me = useMe();
  const mayWork = isWorking(me) && session.status !== "resolved";
  return (
    <article>
      <PageHeading title={session.problem_summary ?? "No problem described"} />
      <p class="state-line">
        <span class="chip" data-session={session.status}>
          {STATUS_WORDS.session[session.status]}
        </span>
        {session.escalated_to_name !== null && <span>With {session.escalated_to_name}</span>}
      </p>
      <div class="session-grid">
        <div>
          <section aria-labelledby="conversation">
            <h2 id="conversation">Conversation and steps</h2>
            <SessionTimeline messages={session.messages} steps={session.steps} />
          </section>
          {mayWork && (
            <>
              <AddMessage sessionId={session.id} onAdded={reload} />
              <AddStep sessionId={session.id} branches={session.branches} onAdded={reload} />
            </>
          )}
        </div>
        <div>
          <section class="panel" aria-labelledby="about">
            <h2 id="about">About</h2>
            <Facts
              facts={{
                Engineer: session.user_name ?? session.source.name,
                Domain: session.problem_domain,
                Customer: session.customer,
                Contact: session.contact,
                Device: session.device,
                Ticket: session.psa_ticket_ref,
                Resolution: session.resolution,
              }}
            />
          </section>
          <SessionActions session={session} onDone={reload} />
          {session.branches.length > 0 && (
            <section class="panel" aria-labelledby="branches">
              <h2 id="branches">Branches</h2>
              <BranchList branches={session.branches} activeId={session.active_branch_id} />
            </section>
          )}
          <section class="panel" aria-labelledby="history">
            <h2 id="history">Hand-offs</h2>
            <HandoffHistory handoffs={session.handoffs} />
          </section>
        </div>
      </div>
    </article>
  );
}
