import type { NewNote, Note } from "../../contract/handoff.ts";
import { iso } from "../../platform/iso.ts";
import { userIdOf } from "../actor.ts";
import type { DomainContext } from "../context.ts";
import { loadSession } from "../sessions/load-session.ts";
import { requireMayAdd } from "../sessions/session-rights.ts";
import { changeHandoff } from "./change-handoff.ts";
import type { HandoffKey } from "./handoff-row.ts";

/**
 * Writes a note onto the handoff's timeline, where everybody sees it live.
 * @throws DomainError `not_found`, `forbidden` (another's session, for a key)
 */
export function addNote(ctx: DomainContext, key: HandoffKey, { text }: NewNote): Promise<Note> {
  const author = userIdOf(ctx.actor);
  const note: Note = {
    id: ctx.newId(),
    text,
    author: author ? { id: author, name: ctx.actor.name } : null,
    created_at: iso(ctx.now),
  };
  return changeHandoff<Note>(ctx, key, async (handoff) => {
    // People may write on every session; only a key has to be asked whose it is.
    if (ctx.actor.kind === "api_key") requireMayAdd(ctx, await loadSession(ctx, handoff.session_id));
    return {
      change: {},
      fact: { type: "handoff_updated", about: { handoff: handoff.id }, details: { changed: ["note"], note } },
      answer: () => note,
    };
  });
}
