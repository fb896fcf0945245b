import { CLOSE } from "./stream-request.ts";
import { isOpen, stateOf, stopViewing } from "./stream-state.ts";

/** How often the one alarm looks at all sockets while there are any, ms. */
export const CHECK_MS = 5 * 60 * 1000;
/** A client says `ping` every 25 s; after three that did not come it has gone. */
const SILENT_MS = 75_000;
/** Clients leave by themselves when their time is up; so long is waited for them. */
const GRACE_MS = 30_000;

/** What a look at all sockets came to. */
export interface Looked {
  /** The handoffs that the people of closed streams were looking at. */
  left: string[];
  /** When the next login or key of an open stream ends, ms. */
  nextEnd: number;
}

/**
 * Closes streams whose login or key has ended, whose time is up, or (WebSockets) whose client has gone; the Worker
 * itself watches its SSE readers.
 */
export function closeStale(ctx: DurableObjectState, now: number): Looked {
  const looked: Looked = { left: [], nextEnd: Infinity };
  for (const socket of ctx.getWebSockets()) {
    if (!isOpen(socket)) continue;
    const why = judge(socket, ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0, now);
    if (why === null) {
      looked.nextEnd = Math.min(looked.nextEnd, stateOf(socket).ends_at ?? Infinity);
      continue;
    }
    socket.close(why.code, why.reason);
    const viewing = stopViewing(socket);
    if (viewing !== null) looked.left.push(viewing);
  }
  return looked;
}

/** Why a stream is over, or null. */
function judge(socket: WebSocket, ponged: number, now: number): { code: number; reason: string } | null {
  const { transport, expires_at, ends_at, opened_at } = stateOf(socket);
  if (ends_at !== null && now >= ends_at) return { code: CLOSE.loginEnded, reason: "This login has ended." };
  if (now > expires_at + GRACE_MS) return { code: CLOSE.restart, reason: "Time to open a fresh stream." };
  const isSilent = transport === "ws" && now > Math.max(opened_at, ponged) + SILENT_MS;
  return isSilent ? { code: CLOSE.restart, reason: "Nothing was heard." } : null;
}
