import type { HandoffDetail } from "../contract/handoff.ts";
import { announce } from "./announcement.ts";
import { ApiProblem } from "./api-problem.ts";
import { read } from "./api.ts";
import { copyText } from "./copy-text.ts";
import { problemWords } from "./problem-words.ts";
import { ticketNote } from "./ticket-note.ts";

/** Puts a handoff into the clipboard as a note for a ticket, and says whether that worked. */
export async function copyTicketNote(of: { session_id: string; handoff_id: string }): Promise<void> {
  try {
    const detail = await read<HandoffDetail>(`/ai-sessions/${of.session_id}/handoffs/${of.handoff_id}`);
    await copyText(ticketNote(detail));
  } catch (error) {
    announce(problemWords(ApiProblem.from(error)).title);
  }
}
