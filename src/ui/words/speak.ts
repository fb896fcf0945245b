import { english } from "./en/english.ts";
import { LANGUAGES, type Language, language, words } from "./spoken.ts";

export { LANGUAGES, type Language, language, words };

const KEPT = "baton.language";

/** Speaks a language from now on, in this browser also later. German is loaded when it is first asked for. */
export async function speak(next: Language): Promise<void> {
  words.value = next === "de" ? (await import("./de/german.ts")).german : english;
  language.value = next;
  document.documentElement.lang = next;
  localStorage.setItem(KEPT, next);
}

/** The language that was chosen here, else the browser's, where the page speaks it. */
export function usualLanguage(): Language {
  const wanted = localStorage.getItem(KEPT) ?? navigator.language.slice(0, 2);
  return wanted in LANGUAGES ? (wanted as Language) : "en";
}
