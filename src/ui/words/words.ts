import type { english } from "./en/english.ts";

/** All words of the page, by screen; a language that lacks one does not compile. */
export type Words = typeof english;
