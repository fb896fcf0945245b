import { numbers } from "./numbers.ts";
import { queue } from "./queue.ts";
import { session } from "./session.ts";
import { settings } from "./settings.ts";

/** The page in English: what every other language must have, down to the last word. */
export const english = { numbers, queue, session, settings };
