import { SESSION_STATUSES, type SessionStatus } from "../contract/handoff-lifecycle.ts";

/** Which sessions are listed, as the address of the list says it. */
export interface SessionsView {
  mine: boolean;
  status: SessionStatus | null;
  q: string | null;
  cursor: string | null;
}

/** What an address asks for; what it says wrongly is left out. */
export function sessionsViewOf(query: Record<string, string>): SessionsView {
  const status = SESSION_STATUSES.find((known) => known === query["status"]) ?? null;
  return {
    mine: query["mine"] === "true",
    status,
    q: query["q"] || null,
    cursor: query["cursor"] || null,
  };
}

/** The query of a view, for the page's address and for the API alike. */
export function sessionsQuery({ mine, status, q, cursor }: SessionsView): string {
  const search = new URLSearchParams();
  if (mine) search.set("mine", "true");
  if (status !== null) search.set("status", status);
  if (q !== null) search.set("q", q);
  if (cursor !== null) search.set("cursor", cursor);
  const said = search.toString();
  return said === "" ? "" : `?${said}`;
}
