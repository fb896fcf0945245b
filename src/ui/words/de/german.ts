import type { Words } from "../words.ts";
import { numbers } from "./numbers.ts";
import { queue } from "./queue.ts";
import { session } from "./session.ts";
import { settings } from "./settings.ts";

export const german: Words = { numbers, queue, session, settings };
