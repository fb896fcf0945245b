const LOCALE = "en-GB";
const DAY = 86_400_000;
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: "always", style: "short" });
const absolute = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeStyle: "short" });
const clock = new Intl.DateTimeFormat(LOCALE, { timeStyle: "short" });

/** "2 min ago", or the date once it is a day old. A moment never lies ahead of the clock that made it. */
export function agoWords(iso: string, now: number): string {
  const age = Math.max(0, now - Date.parse(iso));
  if (age >= DAY) return absolute.format(Date.parse(iso));
  const [amount, unit] = inUnits(age);
  return relative.format(-amount, unit);
}

/** "12 min": how long something has lasted. */
export function lastedWords(iso: string, now: number): string {
  const age = Math.max(0, now - Date.parse(iso));
  const [amount, unit] = age >= DAY ? ([Math.floor(age / DAY), "day"] as const) : inUnits(age);
  const unitDisplay = unit === "day" ? "long" : "short";
  return new Intl.NumberFormat(LOCALE, { style: "unit", unit, unitDisplay }).format(amount);
}

/** The date and time in the reader's zone. */
export function momentWords(iso: string): string {
  return absolute.format(Date.parse(iso));
}

/** "14:02" in the reader's zone. */
export function clockWords(ms: number): string {
  return clock.format(ms);
}

function inUnits(age: number): readonly [number, "second" | "minute" | "hour"] {
  if (age < 60_000) return [Math.max(1, Math.round(age / 1_000)), "second"];
  if (age < 3_600_000) return [Math.floor(age / 60_000), "minute"];
  return [Math.floor(age / 3_600_000), "hour"];
}
