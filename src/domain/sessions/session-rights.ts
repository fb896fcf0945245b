import { type DomainContext } from "../context.ts";
import { isAdmin } from "../actor.ts";
import { DomainError } from "../errors.ts";
import type { LoadedSession } from "./load-session.ts";

/** Whether the session is in the actor's hands: its engineer, its present holder, an admin, or the key that made it. */
export function hasInHand(ctx: DomainContext, session: LoadedSession): boolean {
  const { actor } = ctx;
  switch (actor.kind) {
    case "system":
      return true;
    case "api_key":
      return session.api_key_id === actor.id;
    case "integration":
      return session.integration_id === actor.id;
    case "member":
      return (
        isAdmin(actor) || session.user_id === actor.user_id || session.active?.claimed_by === actor.user_id
      );
  }
}

/** @throws DomainError `forbidden` unless the session is in the actor's hands. */
export function requireInHand(ctx: DomainContext, session: LoadedSession): void {
  if (hasInHand(ctx, session)) return;
  throw new DomainError(
    "forbidden",
    "Only the session's engineer, its present holder and admins may do this.",
  );
}

/** Members may add to every session of the account; a key only to those it made. @throws DomainError `forbidden` */
export function requireMayAdd(ctx: DomainContext, session: { api_key_id: string | null }): void {
  if (ctx.actor.kind !== "api_key" || session.api_key_id === ctx.actor.id) return;
  throw new DomainError("forbidden", "An API key works only on the sessions that it created.");
}

/** @throws DomainError `invalid_transition` once the session is resolved. */
export function requireUnresolved(session: { status: string }): void {
  if (session.status !== "resolved") return;
  throw new DomainError("invalid_transition", "The session is resolved.");
}
