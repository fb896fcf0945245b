import { unitLocale } from "./unit-locale.ts";
import { language } from "./words/speak.ts";

const LOCALES = { en: "en-GB", de: "de" };
const STEPS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** The locale of whatever is shown as a number or a date in the language that is spoken. */
export function locale(): string {
  return LOCALES[language.value];
}

/** "45 sec", "4.5 min", "3 days": so many seconds, as exact as it matters. */
export function durationWords(seconds: number): string {
  // What would be rounded up to the next unit is said in that unit.
  const [unit, size] = STEPS.find(([, length]) => seconds >= length * 0.995) ?? ["second", 1];
  const amount = seconds / size;
  const maximumFractionDigits = amount < 9.95 && unit !== "second" ? 1 : 0;
  return new Intl.NumberFormat(unitLocale(locale()), {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits,
  }).format(amount);
}

/** The same, with a dash where there is nothing to say. */
export function durationOrDash(seconds: number | null): string {
  return seconds === null ? "–" : durationWords(seconds);
}

/** "24 Nov" of a date such as `2026-11-24`. */
export function dayWords(date: string): string {
  const format = new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", timeZone: "UTC" });
  return format.format(Date.parse(date));
}
