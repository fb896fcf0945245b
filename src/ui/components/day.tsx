import { language } from "../words/speak.ts";

const LOCALES = { en: "en-GB", de: "de-DE" } as const;

/** A moment as its day in the language that is spoken, with the time on hover. */
export function Day({ at }: { at: string }) {
  return (
    <time dateTime={at} title={momentIn(at)}>
      {dayIn(at)}
    </time>
  );
}

/** "20 Nov 2026" or "20. Nov. 2026", in the reader's zone. */
export function dayIn(at: string): string {
  return new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", year: "numeric" }).format(
    Date.parse(at),
  );
}

/** "Fri 20 Nov, 14:02", in the reader's zone. */
export function momentIn(at: string): string {
  return new Intl.DateTimeFormat(locale(), {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  }).format(Date.parse(at));
}

/** The locale of the language that is spoken. */
export function locale(): string {
  return LOCALES[language.value];
}
