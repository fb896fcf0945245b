import type { StreamRequest } from "./stream-request.ts";
import { isOpen } from "./stream-state.ts";

/** Whether one more stream would be too many for its person or key, or for the account. */
export function isFull(ctx: DurableObjectState, limits: StreamRequest["limits"]): boolean {
  const { tag, per_tag, per_account } = limits;
  return holds(ctx.getWebSockets(tag), per_tag) || holds(ctx.getWebSockets(), per_account);
}

/** Sockets that are closing are listed too; they are only counted out when it matters. */
function holds(sockets: readonly WebSocket[], most: number): boolean {
  return sockets.length >= most && sockets.filter(isOpen).length >= most;
}
