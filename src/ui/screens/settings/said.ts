import { signal } from "@preact/signals";

/** What was done last in the settings, for the line that says so; empty once the person goes on. */
export const said = signal("");

/** Says politely that something is done. */
export function say(words: string): void {
  said.value = words;
}
