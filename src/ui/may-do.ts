import {
  HANDOFF_VERBS,
  TAKE_OVER_SILENCE_MS,
  canStart,
  type HandoffVerb,
  type Standing,
} from "../contract/handoff-lifecycle.ts";
import type { Handoff } from "../contract/handoff.ts";
import { WORKING_ROLES, isAdminRole, type Role } from "../contract/role.ts";
import type { Session } from "../contract/session.ts";

/** The person at the screen, as far as rights go. */
export interface Viewer {
  id: string;
  role: Role;
}

type Parties = Pick<Handoff, "status" | "claimed_by" | "handed_off_by">;

/** Whether the person may use this verb on this handoff now. */
export function mayDo(verb: HandoffVerb, handoff: Parties, viewer: Viewer): boolean {
  if (!WORKING_ROLES.includes(viewer.role) || !canStart(verb, handoff.status)) return false;
  // What a tool posted has nobody to go back to.
  if (verb === "return" && handoff.handed_off_by === null) return false;
  const by: readonly Standing[] = HANDOFF_VERBS[verb].by;
  return by.some((standing) => stands(standing, handoff, viewer));
}

/** Whether the person may hand off, resolve or change this session: its engineer, its holder, or an admin. */
export function maySteer(
  session: Pick<Session, "status" | "user_id">,
  handoffs: readonly Parties[],
  viewer: Viewer,
): boolean {
  if (session.status === "resolved" || !WORKING_ROLES.includes(viewer.role)) return false;
  if (isAdminRole(viewer.role) || session.user_id === viewer.id) return true;
  return handoffs.some((handoff) => handoff.status === "claimed" && handoff.claimed_by === viewer.id);
}

/** Whether the person may ask the holder for this handoff. */
export function mayAskTakeOver(handoff: Parties, viewer: Viewer): boolean {
  return (
    WORKING_ROLES.includes(viewer.role) && handoff.status === "claimed" && handoff.claimed_by !== viewer.id
  );
}

/** Whether the person may answer who has asked for it: the holder, or an admin after a silence. `now` in ms. */
export function mayAnswerTakeOver(handoff: Parties, askedAt: string, viewer: Viewer, now: number): boolean {
  if (handoff.status !== "claimed") return false;
  if (stands("holder", handoff, viewer)) return WORKING_ROLES.includes(viewer.role);
  return stands("admin", handoff, viewer) && now >= Date.parse(askedAt) + TAKE_OVER_SILENCE_MS;
}

function stands(standing: Standing, handoff: Parties, viewer: Viewer): boolean {
  switch (standing) {
    case "anyone":
      return true;
    case "holder":
      return handoff.claimed_by === viewer.id;
    case "originator":
      return handoff.handed_off_by === viewer.id;
    case "admin":
      return isAdminRole(viewer.role);
    default:
      return standing satisfies never;
  }
}
