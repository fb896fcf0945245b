import { CLOSE } from "./stream-request.ts";
import { isOpen, stateOf, stopViewing } from "./stream-state.ts";

/** How often the one alarm looks at all sockets while there are any, ms. */
export const CHECK_MS = 5 * 60 * 1000;
/** A client says `ping` every 25 s; after three that did not come it has gone. */
const SILENT_MS = 75_000;
/** Clients leave by themselves when their time is up; so long is waited for them. */
const GRACE_MS = 30_000;

/**
 * Closes streams whose time is up and WebSockets whose client has gone; the Worker itself watches its SSE readers.
 * Returns the handoffs that their people were looking at.
 */
export function closeStale(ctx: DurableObjectState, now: number): string[] {
  const left: string[] = [];
  for (const socket of ctx.getWebSockets()) {
    if (!isOpen(socket)) continue;
    const { transport, expires_at, opened_at } = stateOf(socket);
    const heard = Math.max(opened_at, ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0);
    const isOver = now > expires_at + GRACE_MS;
    const isSilent = transport === "ws" && now > heard + SILENT_MS;
    if (!isOver && !isSilent) continue;
    socket.close(CLOSE.restart, isOver ? "Time to open a fresh stream." : "Nothing was heard.");
    const viewing = stopViewing(socket);
    if (viewing !== null) left.push(viewing);
  }
  return left;
}
