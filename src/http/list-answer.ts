import type { Context } from "hono";
import type { PageOf, PageRequest } from "../domain/page.ts";
import type { AppEnv } from "./app-env.ts";
import { readCursor, writeCursor } from "./page-cursor.ts";

/** What a list's query asks of the verb. @throws DomainError `validation_failed` for a foreign cursor */
export function pageRequest(query: { limit: number; cursor?: string | undefined }): PageRequest {
  return { limit: query.limit, after: readCursor(query.cursor) };
}

/** `{items, next_cursor}`. */
export function listAnswer<T>({ items, next }: PageOf<T>): { items: T[]; next_cursor: string | null } {
  return { items, next_cursor: next && writeCursor(next) };
}

/** The original's plain array; the next page is in the Link header (RFC 8288). */
export function plainArray<T>(c: Context<AppEnv>, { items, next }: PageOf<T>): T[] {
  if (next) {
    const url = new URL(c.req.url);
    url.searchParams.set("cursor", writeCursor(next));
    c.header("Link", `<${url.pathname}${url.search}>; rel="next"`);
  }
  return items;
}
