import type { HandoffPreview } from "../../contract/handoff.ts";
import { userIdOf } from "../actor.ts";
import type { DomainContext } from "../context.ts";
import { decodeAddressee, selectTeam } from "../deliveries/addressees.ts";
import { decodeTarget, selectAccountChannels } from "../deliveries/targets.ts";
import { notFound } from "../errors.ts";
import { decodePolicy, selectPolicy } from "../ladder/account-policy.ts";
import { firstToTell } from "../ladder/recipients.ts";
import { type Reads, readFirst } from "../read-ahead.ts";
import { decodeActive, selectActiveHandoff } from "../sessions/load-session.ts";
import { hasInHand } from "../sessions/session-rights.ts";
import { decodeSession, selectSession } from "../sessions/session-row.ts";
import { willNotify } from "./new-handoff.ts";

export const readsOfPreview: Reads<string> = (account, sessionId) => [
  selectSession(account, sessionId),
  selectActiveHandoff(account, sessionId),
  selectTeam(account),
  selectPolicy(account),
  selectAccountChannels(account),
];

/**
 * Who would be told at once if the session were escalated now. Changes nothing.
 * @throws DomainError `not_found` (also for a session that is not in the actor's hands)
 */
export async function previewHandoff(ctx: DomainContext, sessionId: string): Promise<HandoffPreview> {
  const [found = [], active = [], team = [], policies = [], chats = []] = await readFirst(
    ctx,
    readsOfPreview,
    sessionId,
  );
  if (!found[0]) throw notFound("session");
  const session = { ...decodeSession(found[0]), active: decodeActive(active[0]) };
  if (!hasInHand(ctx, session)) throw notFound("session");
  const about = {
    policy: decodePolicy(policies[0]),
    priority: "normal" as const,
    team_id: session.team_id,
    handed_off_by: userIdOf(ctx.actor),
    to_user_id: null,
    to_team_id: null,
  };
  const people = firstToTell(team.map(decodeAddressee), about);
  return { will_notify: willNotify({ people, chats: chats.map(decodeTarget) }) };
}
