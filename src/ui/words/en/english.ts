import { alerts } from "./alerts.ts";
import { channels } from "./channels.ts";
import { fields } from "./fields.ts";
import { numbers } from "./numbers.ts";
import { problems } from "./problems.ts";
import { psa } from "./psa.ts";
import { queue } from "./queue.ts";
import { session } from "./session.ts";
import { settings } from "./settings.ts";
import { signIn } from "./sign-in.ts";
import { site } from "./site.ts";
import { webhooks } from "./webhooks.ts";

/** The page in English: what every other language must have, down to the last word. */
export const english = {
  alerts,
  channels,
  fields,
  numbers,
  problems,
  psa,
  queue,
  session,
  settings,
  signIn,
  site,
  webhooks,
};
