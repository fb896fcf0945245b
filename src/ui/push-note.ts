import type { PsaPush } from "../contract/psa-note.ts";
import { announce } from "./announcement.ts";
import { post } from "./api.ts";
import { words } from "./words/spoken.ts";

/** Sees to it that the ticket is told of a handoff now, and says what comes of that. Throws `ApiProblem`. */
export async function pushNote(of: { session_id: string; id: string }): Promise<PsaPush> {
  const push = await post<PsaPush>(`/ai-sessions/${of.session_id}/handoffs/${of.id}/psa-push`, {});
  const said = words.peek().psa.ticket;
  announce(push.state === "pending" ? said.sent : said.stands);
  return push;
}
