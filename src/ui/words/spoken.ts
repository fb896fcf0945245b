import { signal } from "@preact/signals";
import { english } from "./en/english.ts";
import type { Words } from "./words.ts";

export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;

/** The page's words in the language that is spoken now. */
export const words = signal<Words>(english);
export const language = signal<Language>("en");
