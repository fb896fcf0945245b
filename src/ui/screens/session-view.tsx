import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import type { HandedOff, SessionDetail } from "../../contract/handoff.ts";
import { ComposeBox } from "../components/compose-box.tsx";
import { DocumentationPanel } from "../components/documentation-panel.tsx";
import { LoadingScreen } from "../components/loading-screen.tsx";
import { SessionAside } from "../components/session-aside.tsx";
import { SessionHead } from "../components/session-head.tsx";
import { SessionState } from "../components/session-state.tsx";
import { SessionTimeline } from "../components/session-timeline.tsx";
import { StaleNote } from "../components/stale-note.tsx";
import { copyText } from "../copy-text.ts";
import { isWorking } from "../me.ts";
import { activeHandoff } from "../offered-verbs.ts";
import { ticketNote } from "../ticket-note.ts";
import { useKeys } from "../use-keys.ts";
import { useLiveReload } from "../use-live-reload.ts";
import { useLoaded } from "../use-loaded.ts";
import { useMe } from "../use-me.ts";
import { usePresence } from "../use-presence.ts";
import { useQuietReload } from "../use-quiet-reload.ts";
import { useTimelines } from "../use-timelines.ts";
import { words } from "../words/spoken.ts";
import "./session.css";

/** One session: what was said and tried, where it stands, and everything that can be done with it. */
export function SessionView() {
  const { params } = useRoute();
  const id = params["id"] ?? "";
  const loaded = useLoaded<SessionDetail>(`/ai-sessions/${id}`);
  useLiveReload(id, loaded.reload);
  useQuietReload(loaded.reload, loaded.data !== null && loaded.data.status !== "resolved");
  if (loaded.data === null) return <LoadingScreen what="session" loaded={loaded} />;
  return (
    <>
      <StaleNote loaded={loaded} />
      <SessionBody key={id} session={loaded.data} reload={loaded.reload} />
    </>
  );
}

function SessionBody({ session, reload }: { session: SessionDetail; reload: () => Promise<void> }) {
  const me = useMe();
  const [handedOff, setHandedOff] = useState<HandedOff | null>(null);
  const events = useTimelines(session.handoffs);
  const active = activeHandoff(session.handoffs);
  // That its escalator still looks at it is no sign that somebody helps.
  const isOwn = active?.handed_off_by === me.user.id;
  usePresence(active === undefined || isOwn ? null : active.id);
  useKeys({
    copy: () => {
      void copyText(ticketNote({ handoff: session.handoffs[0] ?? null, session, steps: session.steps }));
      return true;
    },
  });
  const mayWork = isWorking(me) && session.status !== "resolved";
  const said = words.value.session;

  return (
    <article class="session">
      <SessionHead
        session={session}
        state={<SessionState session={session} active={active} events={events} />}
      />
      <div class="session-grid">
        <div class="session-main">
          <section aria-labelledby="conversation">
            <h2 id="conversation">{said.timeline.title}</h2>
            <SessionTimeline session={session} events={events} />
          </section>
          {mayWork && <ComposeBox session={session} onAdded={reload} />}
          <DocumentationPanel session={session} />
        </div>
        <SessionAside
          session={session}
          active={active}
          events={events}
          handedOff={handedOff}
          onHandedOff={setHandedOff}
          reload={reload}
        />
      </div>
    </article>
  );
}
