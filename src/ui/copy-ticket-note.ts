import type { HandoffDetail } from "../contract/handoff.ts";
import { announce } from "./announcement.ts";
import { ApiProblem } from "./api-problem.ts";
import { read } from "./api.ts";
import { ticketNote } from "./ticket-note.ts";
import { words } from "./words/spoken.ts";

/** Puts a handoff into the clipboard as a note for a ticket, and says whether that worked. */
export async function copyTicketNote(of: { session_id: string; handoff_id: string }): Promise<void> {
  const said = words.peek().queue;
  try {
    const detail = await read<HandoffDetail>(`/ai-sessions/${of.session_id}/handoffs/${of.handoff_id}`);
    await navigator.clipboard.writeText(ticketNote(detail));
    announce(said.copied);
  } catch (error) {
    announce(error instanceof ApiProblem ? error.message : said.notCopied);
  }
}
