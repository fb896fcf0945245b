import { unitLocale } from "./unit-locale.ts";
import { language } from "./words/spoken.ts";

const DAY = 86_400_000;

/** "2 min ago", or the date once it is a day old. A moment never lies ahead of the clock that made it. */
export function agoWords(iso: string, now: number): string {
  const age = Math.max(0, now - Date.parse(iso));
  if (age >= DAY) return momentWords(iso);
  const [amount, unit] = inUnits(age);
  return formats().relative.format(-amount, unit);
}

/** "in 3 min", or the date and time where it is more than a day away; a moment that has passed is now. */
export function inWords(iso: string, now: number): string {
  const left = Date.parse(iso) - now;
  if (left >= DAY) return momentWords(iso);
  const [amount, unit] = inUnits(Math.max(0, left));
  return formats().relative.format(amount, unit);
}

/** "12 min": how long something has lasted. */
export function lastedWords(iso: string, now: number): string {
  const age = Math.max(0, now - Date.parse(iso));
  const [amount, unit] = age >= DAY ? ([Math.floor(age / DAY), "day"] as const) : inUnits(age);
  const unitDisplay = unit === "day" ? "long" : "short";
  return new Intl.NumberFormat(unitLocale(locale()), { style: "unit", unit, unitDisplay }).format(amount);
}

/** The date and time in the reader's zone. */
export function momentWords(iso: string): string {
  return formats().absolute.format(Date.parse(iso));
}

/** "14:02" in the reader's zone. */
export function clockWords(ms: number): string {
  return formats().clock.format(ms);
}

function locale(): string {
  return language.value === "de" ? "de-DE" : "en-GB";
}

const made = new Map<string, ReturnType<typeof makeFormats>>();

function formats() {
  const name = locale();
  const known = made.get(name) ?? makeFormats(name);
  made.set(name, known);
  return known;
}

function makeFormats(name: string) {
  return {
    relative: new Intl.RelativeTimeFormat(name, { numeric: "always", style: "short" }),
    absolute: new Intl.DateTimeFormat(name, { dateStyle: "medium", timeStyle: "short" }),
    clock: new Intl.DateTimeFormat(name, { timeStyle: "short" }),
  };
}

function inUnits(age: number): readonly [number, "second" | "minute" | "hour"] {
  if (age < 60_000) return [Math.max(1, Math.round(age / 1_000)), "second"];
  if (age < 3_600_000) return [Math.floor(age / 60_000), "minute"];
  return [Math.floor(age / 3_600_000), "hour"];
}
