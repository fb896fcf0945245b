/** A day and a time of day as a clock on the wall shows them. `weekday` counts from Monday = 0. */
export interface WallClock {
  year: number;
  month: number;
  day: number;
  weekday: number;
  /** Minutes since midnight. */
  minutes: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const formats = new Map<string, Intl.DateTimeFormat>();

/** What clocks in a time zone (IANA name) show at this moment (ms). */
export function wallClock(tz: string, at: number): WallClock {
  const format = formats.get(tz) ?? newFormat(tz);
  formats.set(tz, format);
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const [year = 0, month = 0, day = 0] = [parts.get("year"), parts.get("month"), parts.get("day")];
  const minutes = (parts.get("hour") ?? 0) * 60 + (parts.get("minute") ?? 0);
  return {
    year,
    month,
    day,
    weekday: (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7,
    minutes,
  };
}

/**
 * The moment (ms) at which clocks in a zone show a time of a day. Where the clock is put forward over that time, the
 * moment of the jump; where it shows the time twice, the first.
 */
export function momentOf(
  tz: string,
  { year, month, day }: Omit<WallClock, "weekday" | "minutes">,
  minutes: number,
) {
  const wanted = Date.UTC(year, month - 1, day) + minutes * MINUTE;
  // The offset is that of the moment before or of the one after a change; the earlier moment that fits is meant.
  const guesses = [wanted - offset(tz, wanted - DAY), wanted - offset(tz, wanted + DAY)].toSorted(
    (a, b) => a - b,
  );
  return (
    guesses.find((at) => at + offset(tz, at) === wanted) ??
    jumpBetween(tz, guesses[0] ?? wanted, guesses[1] ?? wanted)
  );
}

/** The day so many days after this one. */
export function dayAfter({ year, month, day }: Omit<WallClock, "weekday" | "minutes">, days: number) {
  const then = new Date(Date.UTC(year, month - 1, day + days));
  return { year: then.getUTCFullYear(), month: then.getUTCMonth() + 1, day: then.getUTCDate() };
}

/** A span of time (ms, the end is no part of it) in which clocks in a zone are this far ahead of UTC (ms). */
export interface OffsetSpan {
  from: number;
  to: number;
  offset: number;
}

/** What clocks in a zone do between two moments (ms): one span, or more where they are put forward or back. */
export function offsetsBetween(tz: string, from: number, to: number): OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  let begun = from;
  for (let at = from; at < to; at += DAY) {
    const next = Math.min(at + DAY, to);
    if (offset(tz, at) === offset(tz, next)) continue;
    const changed = Math.min(jumpBetween(tz, at, next), to);
    spans.push({ from: begun, to: changed, offset: offset(tz, begun) });
    begun = changed;
  }
  if (begun < to || spans.length === 0) spans.push({ from: begun, to, offset: offset(tz, begun) });
  return spans;
}

/** How far clocks in a zone are ahead of UTC, ms. */
function offset(tz: string, at: number): number {
  const { year, month, day, minutes } = wallClock(tz, at);
  return Date.UTC(year, month - 1, day) + minutes * MINUTE - Math.floor(at / MINUTE) * MINUTE;
}

/** The minute at which the offset changes between two moments. */
function jumpBetween(tz: string, from: number, to: number): number {
  let [before, after] = [Math.floor(from / MINUTE), Math.ceil(to / MINUTE)];
  const old = offset(tz, before * MINUTE);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offset(tz, middle * MINUTE) === old) before = middle;
    else after = middle;
  }
  return after * MINUTE;
}

function newFormat(timeZone: string): Intl.DateTimeFormat {
  const shown = ["year", "month", "day", "hour", "minute"].map((part) => [part, "numeric"]);
  return new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", ...Object.fromEntries(shown) });
}
