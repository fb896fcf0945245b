import type { Handoff } from "../contract/handoff.ts";
import type { Session } from "../contract/session.ts";
import { type Viewer, mayDo, maySteer } from "./may-do.ts";

export type SessionVerb = "resume" | "hand_off" | "resolve" | "release" | "return" | "withdraw";

/** The handoff of a session that is open or claimed; there is one at most. */
export function activeHandoff(handoffs: readonly Handoff[]): Handoff | undefined {
  return handoffs.find(({ status }) => status === "open" || status === "claimed");
}

/** What a person may do with a session as it stands, what they most likely want first. */
export function offeredVerbs(session: Session, handoffs: readonly Handoff[], viewer: Viewer): SessionVerb[] {
  const active = activeHandoff(handoffs);
  const steers = maySteer(session, handoffs, viewer);
  const mayResume = steers && session.status === "paused" && session.user_id === viewer.id;
  const own: SessionVerb[] = steers ? ["hand_off", "resolve"] : [];
  const onHandoff = (["release", "return", "withdraw"] as const).filter(
    (verb) => active !== undefined && mayDo(verb, active, viewer),
  );
  return [...(mayResume ? (["resume"] as const) : []), ...own, ...onHandoff];
}
