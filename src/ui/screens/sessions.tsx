import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Session } from "../../contract/session.ts";
import { Ago } from "../components/ago.tsx";
import { NewSessionForm } from "../components/new-session-form.tsx";
import { PageHeading } from "../components/page-heading.tsx";
import { ProblemNote } from "../components/problem-note.tsx";
import { StaleNote } from "../components/stale-note.tsx";
import { isWorking } from "../me.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { useLoaded } from "../use-loaded.ts";
import { useMe } from "../use-me.ts";

interface SessionPage {
  items: Session[];
  next_cursor: string | null;
}

/** All sessions of the account, newest first, and the way to start one. */
export function Sessions() {
  const me = useMe();
  const { query, route } = useLocation();
  const [isStarting, setStarting] = useState(false);
  const mine = query["mine"] === "true";
  const cursor = query["cursor"];
  const search = new URLSearchParams();
  if (mine) search.set("mine", "true");
  if (cursor !== undefined) search.set("cursor", cursor);
  const page = useLoaded<SessionPage>(`/ai-sessions?${search}`);
  const items = page.data?.items;

  return (
    <>
      <div class="heading-row">
        <PageHeading title="Sessions" />
        <label class="switch">
          <input
            type="checkbox"
            checked={mine}
            onChange={() => route(mine ? "/sessions" : "/sessions?mine=true", true)}
          />{" "}
          Only mine
        </label>
        {isWorking(me) && (
          <button
            type="button"
            class="primary"
            aria-expanded={isStarting}
            onClick={() => setStarting(!isStarting)}
          >
            New session
          </button>
        )}
      </div>
      {isStarting && <NewSessionForm onMade={(session) => route(`/sessions/${session.id}`)} />}
      <StaleNote loaded={page} />
      {items === undefined && page.problem === null && <p class="quiet">Reading the sessions…</p>}
      {items?.length === 0 && (
        <div class="empty">
          <h2>No sessions yet</h2>
          <p>A session is one problem: what it is, what was said, and each step that was tried.</p>
        </div>
      )}
      {items !== undefined && items.length > 0 && (
        <ul class="rows">
          {items.map((session) => (
            <li key={session.id}>
              <a href={`/sessions/${session.id}`}>{session.problem_summary ?? "No problem described"}</a>
              <span class="chip" data-session={session.status}>
                {STATUS_WORDS.session[session.status]}
              </span>
              <span class="quiet">
                {[session.customer, session.user_name ?? session.source.name].filter(Boolean).join(" · ")} ·{" "}
                <Ago at={session.updated_at} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {page.data?.next_cursor !== null && page.data !== null && (
        <a href={`/sessions?${mine ? "mine=true&" : ""}cursor=${encodeURIComponent(page.data.next_cursor)}`}>
          Older
        </a>
      )}
      {page.problem !== null && page.data === null && (
        <ProblemNote problem={page.problem} onRetry={() => void page.reload()} />
      )}
    </>
  );
}
