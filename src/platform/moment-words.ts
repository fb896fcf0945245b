const WORDS = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

/** A moment (ms) for people who may be anywhere, with its zone: "26 Nov 2026, 14:02 UTC". */
export function momentWords(at: number): string {
  return `${WORDS.format(at)} UTC`;
}
