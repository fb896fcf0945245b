import type { LoggedEvent } from "../contract/event.ts";
import { isForTeam } from "./belongs.ts";
import type { SignedIn } from "./me.ts";

/** An escalation that came in. */
export type Arrival = Extract<LoggedEvent, { type: "handoff_created" }>;

/** Whether somebody else's escalation came into this person's queue; what one does oneself is never news. */
export function isNews(event: LoggedEvent, me: Pick<SignedIn, "user" | "teamId">): event is Arrival {
  const isOwn = event.actor.kind === "member" && event.actor.id === me.user.id;
  return event.type === "handoff_created" && !isOwn && isForTeam(event.team_id, me.teamId);
}
