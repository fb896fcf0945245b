import { redact } from "./redact.ts";

/** The first so many characters of a text without its secrets, which go before it is cut: half a secret looks like none. */
export function excerpt(text: string, characters: number): string {
  return redact(text)
    .slice(0, characters)
    .replace(/[\ud800-\udbff]$/, "");
}
