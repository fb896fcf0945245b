/** The ranges that are one click away, in days up to now. */
export const RANGES = [7, 30, 90, 365] as const;
const USUAL = 30;

/** What the address of the screen says: so many days up to now, or from one day to another. */
export type NumbersRange = { days: number } | { from: string; to: string };

/** Reads the range out of an address; what makes no sense there is the usual one. */
export function rangeIn(query: Record<string, string | undefined>): NumbersRange {
  const { from, to } = query;
  if (from !== undefined && to !== undefined && isDay(from) && isDay(to) && from <= to) return { from, to };
  return { days: RANGES.find((days) => String(days) === query["days"]) ?? USUAL };
}

/** The address of the screen for a range and a team. */
export function numbersAddress(range: NumbersRange, team: string | undefined): string {
  const search = new URLSearchParams();
  if ("from" in range) {
    search.set("from", range.from);
    search.set("to", range.to);
  } else if (range.days !== USUAL) search.set("days", String(range.days));
  if (team !== undefined) search.set("team", team);
  return search.size === 0 ? "/numbers" : `/numbers?${search}`;
}

/** What the API is asked: whole days of the reader's clock, today included. The same all day, so that it is asked once. */
export function numbersQuery(range: NumbersRange, team: string | undefined, tz: string, now: Date): string {
  const search = new URLSearchParams({ tz });
  if ("from" in range) {
    search.set("from", dayBegins(range.from, 0).toISOString());
    search.set("to", dayBegins(range.to, 1).toISOString());
  } else {
    search.set(
      "from",
      new Date(now.getFullYear(), now.getMonth(), now.getDate() - range.days + 1).toISOString(),
    );
  }
  if (team !== undefined) search.set("team_id", team);
  return search.toString();
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}

function dayBegins(day: string, later: number): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later);
}
