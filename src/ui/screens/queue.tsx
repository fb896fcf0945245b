import { useLocation } from "preact-iso";
import { useEffect, useRef } from "preact/hooks";
import { EmptyQueue } from "../components/empty-queue.tsx";
import { sheetOpen } from "../components/key-sheet.tsx";
import { PageHeading } from "../components/page-heading.tsx";
import { ProblemNote } from "../components/problem-note.tsx";
import { QueueFilters } from "../components/queue-filters.tsx";
import { QueueList } from "../components/queue-list.tsx";
import { QueueScopes } from "../components/queue-scopes.tsx";
import { ShowMore } from "../components/show-more.tsx";
import { lastQueue } from "../last-queue.ts";
import { freshness } from "../present-freshness.ts";
import { addressOfView, viewOf } from "../queue-view.ts";
import { clockWords } from "../time-words.ts";
import { useKeys } from "../use-keys.ts";
import { useMe } from "../use-me.ts";
import { useViewedList } from "../use-viewed-list.ts";
import { words } from "../words/spoken.ts";

/** The account's handoffs by scope and filter, live. */
export function Queue() {
  const me = useMe();
  const { query, path, url } = useLocation();
  const view = viewOf(query);
  const list = useViewedList(view, me);
  const search = useRef<HTMLInputElement>(null);
  const said = words.value.queue;
  const { at, problem } = list.read.value;
  const { rows } = list.state.value;
  useEffect(() => {
    // This screen stays for a moment under the next one's address, until that has come.
    if (path === "/escalations") lastQueue.address = url;
  }, [url]);
  useKeys({
    filter: () => {
      search.current?.focus();
      return search.current !== null;
    },
    close: () => {
      const isIn = document.activeElement === search.current;
      if (isIn) search.current?.blur();
      return isIn;
    },
  });

  return (
    <>
      <div class="heading-row">
        <PageHeading title={view.scope === "unclaimed" ? said.title : said.scopes[view.scope]}>
          {said.title}
        </PageHeading>
        {freshness.value.kind === "read" && (
          <button type="button" onClick={() => void list.load()}>
            {said.refresh}
          </button>
        )}
        <button type="button" onClick={() => (sheetOpen.value = true)}>
          {said.attention.title}
        </button>
      </div>
      <QueueScopes view={view} />
      <QueueFilters view={view} rows={rows} search={search} />
      {problem !== null && (
        <>
          {at !== null && <p class="stale">{said.fromClock(clockWords(at))}</p>}
          <ProblemNote problem={problem} onRetry={() => void list.load()} />
        </>
      )}
      {at === null && problem === null && <p class="quiet">{said.reading}</p>}
      <QueueList viewKey={addressOfView(view)} list={list} empty={<EmptyQueue view={view} />} />
      <ShowMore list={list} />
    </>
  );
}
