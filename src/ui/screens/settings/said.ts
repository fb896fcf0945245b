import { signal } from "@preact/signals";

/** What was done last in the settings, for the line that says so; empty once the person goes on. */
export const said = signal("");

/** Says politely that something is done. */
export function say(words: string): void {
  said.value = words;
}

let next = "";

/** Says it on the screen that comes next: this one goes with what was done. */
export function sayNext(words: string): void {
  next = words;
}

/** Another screen has come: what was said before is over. */
export function turnScreen(): void {
  said.value = next;
  next = "";
}
