import type { DomainContext } from "../domain/context.ts";
import { loadHandoff } from "../domain/handoffs/handoff-standing.ts";
import { notFound } from "../domain/errors.ts";
import { hasInHand } from "../domain/sessions/session-rights.ts";
import { loadSession } from "../domain/sessions/load-session.ts";
import { handoffKey } from "./path-ids.ts";

/** Asked when a body has been refused: a session that is not there comes before what is wrong with the body. */
export async function sessionExists(ctx: DomainContext, { id }: { id: string }): Promise<void> {
  await loadSession(ctx, id);
}

/** The same for a handoff. */
export async function handoffExists(ctx: DomainContext, path: { id: string; hid: string }): Promise<void> {
  await loadHandoff(ctx, handoffKey(path));
}

/** The same for handing off, where a session that is not in the caller's hands is not there either. */
export async function handOffPossible(ctx: DomainContext, { id }: { id: string }): Promise<void> {
  if (!hasInHand(ctx, await loadSession(ctx, id))) throw notFound("session");
}
