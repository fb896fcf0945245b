import type { Baton } from "./baton.ts";
import { pause } from "./clock.ts";

/** Lets the engine compile what is going to be measured; the peers are warm after their first burst. */
export async function warmUp(baton: Baton): Promise<void> {
  for (let escalation = 0; escalation < 150; escalation++) {
    await baton.escalate(await baton.newSession(), "Warm-up.");
  }
  await pause(4000);
}
