import { useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { SessionStatus } from "../../contract/handoff-lifecycle.ts";
import type { Session } from "../../contract/session.ts";
import { NewSessionForm } from "../components/new-session-form.tsx";
import { OnlineButton } from "../components/online-button.tsx";
import { OpenedForm } from "../components/opened-form.tsx";
import { PageHeading } from "../components/page-heading.tsx";
import { ProblemNote } from "../components/problem-note.tsx";
import { SearchBox } from "../components/search-box.tsx";
import { SessionList } from "../components/session-list.tsx";
import { StaleNote } from "../components/stale-note.tsx";
import { isWorking } from "../me.ts";
import { type SessionsView, sessionsQuery, sessionsViewOf } from "../sessions-view.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { MINUTE_MS, useEvery } from "../use-every.ts";
import { useKeys } from "../use-keys.ts";
import { useLiveReload } from "../use-live-reload.ts";
import { useLoaded } from "../use-loaded.ts";
import { useMe } from "../use-me.ts";
import { words } from "../words/spoken.ts";
import "./session.css";

interface SessionPage {
  items: Session[];
  next_cursor: string | null;
}

/** All sessions of the account, newest first, and the way to start one. */
export function Sessions() {
  const me = useMe();
  const { query, route } = useLocation();
  const [isStarting, setStarting] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const view = sessionsViewOf(query);
  const page = useLoaded<SessionPage>(`/ai-sessions${sessionsQuery(view)}`);
  useLiveReload(null, page.reload);
  useEvery(MINUTE_MS, page.reload);
  const said = words.value.session.list;
  const items = page.data?.items;
  const go = (change: Partial<SessionsView>, replace = false) =>
    route(`/sessions${sessionsQuery({ ...view, cursor: null, ...change })}`, replace);
  useKeys({
    filter: () => {
      search.current?.focus();
      return search.current !== null;
    },
    close: () => {
      const isIn = document.activeElement === search.current;
      if (isIn) search.current?.blur();
      if (isStarting) setStarting(false);
      return isIn || isStarting;
    },
  });

  return (
    <>
      <div class="heading-row">
        <PageHeading title={said.title} />
        {isWorking(me) && (
          <OnlineButton tone="primary" expanded={isStarting} onPress={() => setStarting(!isStarting)}>
            {said.fresh}
          </OnlineButton>
        )}
      </div>
      {isStarting && (
        <section class="panel begin" aria-label={said.fresh}>
          <OpenedForm onClose={() => setStarting(false)}>
            <NewSessionForm onMade={(session) => route(`/sessions/${session.id}`)} />
          </OpenedForm>
        </section>
      )}
      <div class="filters">
        <SearchBox
          field={search}
          text={view.q ?? ""}
          label={said.search}
          onSearch={(text, isFirst) => go({ q: text === "" ? null : text }, !isFirst)}
        />
        <select
          aria-label={said.status}
          value={view.status ?? ""}
          data-chosen={view.status !== null}
          onChange={(event) => go({ status: statusNamed(event.currentTarget.value) })}
        >
          <option value="">{said.anyStatus}</option>
          {Object.entries(STATUS_WORDS.session).map(([status, name]) => (
            <option key={status} value={status} selected={status === view.status}>
              {name}
            </option>
          ))}
        </select>
        <label class="switch">
          <input type="checkbox" checked={view.mine} onChange={() => go({ mine: !view.mine }, true)} />
          {said.mine}
        </label>
      </div>
      <StaleNote loaded={page} />
      {items === undefined && page.problem === null && <p class="quiet">{said.reading}</p>}
      {items?.length === 0 && <NoSessions view={view} />}
      {items !== undefined && items.length > 0 && <SessionList sessions={items} />}
      {page.data !== null && page.data.next_cursor !== null && (
        <a href={`/sessions${sessionsQuery({ ...view, cursor: page.data.next_cursor })}`}>{said.older}</a>
      )}
      {page.problem !== null && page.data === null && (
        <ProblemNote problem={page.problem} onRetry={() => void page.reload()} />
      )}
    </>
  );
}

function NoSessions({ view }: { view: SessionsView }) {
  const said = words.value.session.list;
  const isFiltered = sessionsQuery(view) !== "";
  const { title, text } = isFiltered ? said.none : said.empty;
  return (
    <div class="empty">
      <h2>{title}</h2>
      <p>{text}</p>
      {isFiltered && (
        <p>
          <a href="/sessions">{said.clear}</a>
        </p>
      )}
    </div>
  );
}

function statusNamed(name: string): SessionStatus | null {
  return sessionsViewOf({ status: name }).status;
}
