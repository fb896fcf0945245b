import { computed } from "@preact/signals";
import { importing as germanImporting } from "./de/importing.ts";
import { integrations as germanIntegrations } from "./de/integrations.ts";
import { importing } from "./en/importing.ts";
import { integrations } from "./en/integrations.ts";
import { language } from "./spoken.ts";

const english = { importing, integrations };
const german: ToolWords = { importing: germanImporting, integrations: germanIntegrations };

/** The words about the tools that an account connects; a language that lacks one does not compile. */
export type ToolWords = typeof english;

/** Those words in the language that is spoken now. They come with their screens: the first load is to stay small. */
export const toolWords = computed(() => (language.value === "de" ? german : english));
