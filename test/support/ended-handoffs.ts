import type { HandoffStatus } from "../../src/contract/handoff-lifecycle.ts";
import { handOffSession } from "../../src/domain/handoffs/hand-off-session.ts";
import { returnHandoff } from "../../src/domain/handoffs/return-handoff.ts";
import { withdrawHandoff } from "../../src/domain/handoffs/withdraw-handoff.ts";
import { resolveSession } from "../../src/domain/sessions/resolve-session.ts";
import { type HandedOffSession, type HelpDesk, handOff, pickedUp } from "./help-desk.ts";

/** A handoff of Sam's that stands at this status; Priya held it, or holds it, except where nobody can have. */
export async function handoffThatIs(status: HandoffStatus, desk: HelpDesk): Promise<HandedOffSession> {
  if (status === "open" || status === "withdrawn") {
    const open = await handOff(desk);
    const reason = { reason: "Found it" };
    if (status === "withdrawn") await withdrawHandoff(desk.account.as(desk.sam), open.key, reason);
    return open;
  }
  const claimed = await pickedUp(desk);
  const priya = desk.account.as(desk.priya);
  switch (status) {
    case "claimed":
      break;
    case "returned":
      await returnHandoff(priya, claimed.key, { reason: "Yours" });
      break;
    case "superseded":
      await handOffSession(priya, claimed.session.id, { intent: "escalate", priority: "normal" });
      break;
    case "resolved":
      await resolveSession(priya, claimed.session.id, { resolution: "Done" });
      break;
    default:
      status satisfies never;
  }
  return claimed;
}
