/** The last item that a reader has seen: its sort value and, among equals, its id. */
export interface PageMark {
  at: number;
  id: string;
}

export interface PageRequest {
  limit: number;
  after: PageMark | null;
}

export interface PageOf<T> {
  items: T[];
  next: PageMark | null;
}

/** Cuts `limit + 1` rows down to a page; the row too many says that there is a next one. */
export function cutPage<R, T>(
  rows: R[],
  limit: number,
  present: (row: R) => T,
  mark: (row: R) => PageMark,
): PageOf<T> {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return { items: kept.map(present), next: rows.length > limit && last ? mark(last) : null };
}
