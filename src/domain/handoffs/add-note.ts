import type { NewNote, Note } from "../../contract/handoff.ts";
import { iso } from "../../platform/iso.ts";
import { userIdOf } from "../actor.ts";
import type { DomainContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { loadSession } from "../sessions/load-session.ts";
import { changeHandoff } from "./change-handoff.ts";
import type { HandoffKey } from "./handoff-row.ts";

/**
 * Writes a note onto the handoff's timeline, where everybody sees it live.
 * @throws DomainError `not_found`, `forbidden` (another's session, for a key)
 */
export async function addNote(ctx: DomainContext, key: HandoffKey, { text }: NewNote): Promise<Note> {
  if (ctx.actor.kind === "api_key") {
    const session = await loadSession(ctx, key.session_id);
    if (session.api_key_id !== ctx.actor.id) {
      throw new DomainError("forbidden", "An API key works only on the sessions that it created.");
    }
  }
  const author = userIdOf(ctx.actor);
  const note: Note = {
    id: ctx.newId(),
    text,
    author: author ? { id: author, name: ctx.actor.name } : null,
    created_at: iso(ctx.now),
  };
  return changeHandoff<Note>(ctx, key, (handoff) => ({
    change: {},
    fact: { type: "handoff_updated", about: { handoff: handoff.id }, details: { changed: ["note"], note } },
    answer: () => note,
  }));
}
