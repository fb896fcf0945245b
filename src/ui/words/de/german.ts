import type { Words } from "../words.ts";
import { importing } from "./importing.ts";
import { integrations } from "./integrations.ts";
import { numbers } from "./numbers.ts";
import { problems } from "./problems.ts";
import { psa } from "./psa.ts";
import { queue } from "./queue.ts";
import { session } from "./session.ts";
import { settings } from "./settings.ts";
import { signIn } from "./sign-in.ts";
import { site } from "./site.ts";

export const german: Words = {
  importing,
  integrations,
  numbers,
  problems,
  psa,
  queue,
  session,
  settings,
  signIn,
  site,
};
