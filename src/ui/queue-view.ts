import {
  HANDOFF_INTENTS,
  PRIORITIES,
  type HandoffIntent,
  type Priority,
} from "../contract/handoff-lifecycle.ts";

export const SCOPES = ["unclaimed", "mine", "handed_off", "all"] as const;
export type Scope = (typeof SCOPES)[number];
export const SORTS = ["urgency", "newest"] as const;
export type Sort = (typeof SORTS)[number];

/** What of the account's handoffs the queue screen shows, and in which order: all of it stands in the address. */
export interface QueueView {
  readonly scope: Scope;
  readonly priority: Priority | null;
  readonly intent: HandoffIntent | null;
  /** A team's id, or `all`; null is the caller's own and what has no team. */
  readonly team: string | null;
  readonly domain: string | null;
  readonly q: string | null;
  readonly sort: Sort;
}

export const USUAL_VIEW: QueueView = {
  scope: "unclaimed",
  priority: null,
  intent: null,
  team: null,
  domain: null,
  q: null,
  sort: "urgency",
};

const PAGE = 200;
const LONGEST = 200;

/** The view that an address asks for; what it does not know or says wrongly is as usual. */
export function viewOf(query: Readonly<Record<string, string | undefined>>): QueueView {
  const scope = oneOf(SCOPES, query["scope"]) ?? "unclaimed";
  return {
    scope,
    priority: oneOf(PRIORITIES, query["priority"]),
    intent: oneOf(HANDOFF_INTENTS, query["intent"]),
    team: text(query["team"]),
    domain: text(query["domain"]),
    q: text(query["q"]),
    sort: oneOf(SORTS, query["sort"]) ?? usualSort(scope),
  };
}

/** The address of a view, without what is usual. */
export function addressOfView(view: QueueView): string {
  const query = new URLSearchParams();
  if (view.scope !== "unclaimed") query.set("scope", view.scope);
  for (const name of ["priority", "intent", "team", "domain", "q"] as const) {
    const value = view[name];
    if (value !== null && value !== "") query.set(name, value);
  }
  if (view.sort !== usualSort(view.scope)) query.set("sort", view.sort);
  return query.size === 0 ? "/escalations" : `/escalations?${query}`;
}

/** Another scope under the same filters, in the order that is usual there. */
export function inScope(view: QueueView, scope: Scope): QueueView {
  return { ...view, scope, sort: usualSort(scope) };
}

/** Whether the live queue alone answers this view, in whatever order. */
export function isLiveQueue(view: QueueView): boolean {
  return view.scope === "unclaimed" && !isFiltered(view);
}

export function isFiltered({ priority, intent, team, domain, q }: QueueView): boolean {
  return [priority, intent, team, domain, q].some((value) => value !== null);
}

/** Where the rows of a view are read. What is over is nobody's any more: "mine" are those that one holds. */
export function pathOfView(view: QueueView): string {
  return isLiveQueue(view) ? `/ai-sessions/queue?limit=${PAGE}` : handoffsPath(view);
}

/** The same from the list of all scopes, which comes in the view's own order. */
export function handoffsPath(view: QueueView): string {
  const query = new URLSearchParams({ scope: view.scope, sort: view.sort, limit: String(PAGE) });
  if (view.scope === "mine") query.set("status", "claimed");
  if (view.team !== null) query.set("team_id", view.team);
  for (const name of ["priority", "intent", "domain", "q"] as const) {
    const value = view[name];
    if (value !== null) query.set(name, value);
  }
  return `/handoffs?${query}`;
}

/** Waiting ones are looked at by urgency; a record of what has been is read from its end. */
function usualSort(scope: Scope): Sort {
  return scope === "unclaimed" || scope === "mine" ? "urgency" : "newest";
}

function oneOf<T extends string>(known: readonly T[], value: string | undefined): T | null {
  return known.find((one) => one === value) ?? null;
}

function text(value: string | undefined): string | null {
  const trimmed = value?.trim().slice(0, LONGEST) ?? "";
  return trimmed === "" ? null : trimmed;
}
