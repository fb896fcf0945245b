import type { RefObject } from "preact";
import { useLocation } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import { PRIORITIES } from "../../contract/handoff-lifecycle.ts";
import type { QueueRow } from "../../contract/handoff.ts";
import { queue } from "../feed.ts";
import { type QueueView, addressOfView, inScope, isFiltered, viewOf } from "../queue-view.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { useLoaded } from "../use-loaded.ts";
import { words } from "../words/spoken.ts";
import { FilterChoice } from "./filter-choice.tsx";
import { SearchBox } from "./search-box.tsx";

interface Props {
  view: QueueView;
  rows: readonly QueueRow[];
  search: RefObject<HTMLInputElement | null>;
}

/** What narrows and orders the list; every choice is a place in the browser's history. */
export function QueueFilters({ view, rows, search }: Props) {
  const { route } = useLocation();
  const said = words.value.queue.filters;
  const [isOpen, setOpen] = useState(false);
  const teams = useLoaded<{ items: { id: string; name: string }[] }>("/teams").data?.items ?? [];
  const go = (change: Partial<Record<keyof QueueView, string>>) =>
    route(addressOfView(viewOf({ ...givenBy(view), ...change })));
  useEffect(() => {
    if (isFiltered(view)) setOpen(true);
  }, [view.scope]);

  const domains = [...rows, ...queue.value.rows].map((row) => row.problem_domain);
  const known = new Set([...domains, view.domain].filter((domain) => domain !== null));
  const choices = (names: Iterable<string>) =>
    Object.fromEntries([...names].toSorted((a, b) => a.localeCompare(b)).map((name) => [name, name]));

  return (
    <search class="filters" aria-label={said.label} data-open={isOpen}>
      <SearchBox
        field={search}
        text={view.q ?? ""}
        onSearch={(q, isFirst) => route(addressOfView(viewOf({ ...givenBy(view), q })), !isFirst)}
      />
      <button
        type="button"
        class="filters-toggle"
        aria-expanded={isOpen}
        aria-controls="queue-filters"
        onClick={() => setOpen(!isOpen)}
      >
        {said.label}
      </button>
      <div class="filters-choices" id="queue-filters">
        <FilterChoice
          label={said.priority}
          value={view.priority}
          any={said.anyPriority}
          options={Object.fromEntries(
            PRIORITIES.toReversed().map((one) => [one, STATUS_WORDS.priority[one]]),
          )}
          onChoose={(priority) => go({ priority })}
        />
        <FilterChoice
          label={said.intent}
          value={view.intent}
          any={said.anyIntent}
          options={{ escalate: said.escalate, park: said.park }}
          onChoose={(intent) => go({ intent })}
        />
        {teams.length > 0 && (
          <FilterChoice
            label={said.team}
            value={view.team}
            any={view.scope === "unclaimed" ? said.usualTeam : said.allTeams}
            options={{
              ...(view.scope === "unclaimed" ? { all: said.allTeams } : {}),
              ...Object.fromEntries(teams.map(({ id, name }) => [id, name])),
            }}
            onChoose={(team) => go({ team })}
          />
        )}
        <FilterChoice
          label={said.domain}
          value={view.domain}
          any={said.anyDomain}
          options={choices(known)}
          onChoose={(domain) => go({ domain })}
        />
        <FilterChoice
          label={said.sort}
          value={view.sort}
          options={{ urgency: said.urgency, newest: said.newest }}
          onChoose={(sort) => go({ sort })}
        />
        {isFiltered(view) && <a href={addressOfView(inScope(viewOf({}), view.scope))}>{said.clear}</a>}
      </div>
    </search>
  );
}

/** A view as an address gives it. */
function givenBy(view: QueueView): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(view).map(([name, value]) => [name, value ?? undefined]));
}
