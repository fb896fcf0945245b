import type { Person } from "../contract/person.ts";
import type { Transport } from "./frame.ts";

/** What an open stream is, kept in its socket's attachment: it survives the object's sleep and dies with the socket. */
export interface StreamState {
  connection_id: string;
  transport: Transport;
  /** When the Worker had not read yet whether it may be; milliseconds, as all times here. */
  asked_at: number;
  opened_at: number;
  expires_at: number;
  /** When its login or key ends: not a matter of coming back. */
  ends_at: number | null;
  /** Who looks; null for an API key. */
  person: Person | null;
  /** The handoff that this person is looking at. */
  viewing: string | null;
  /** The last event that the client has confirmed, or its opening covered. */
  acked: number;
  /** How many events up to that one were told live, and what they weigh together, bytes. */
  acked_counted: number;
  acked_weight: number;
  /** The last event that the client has named, or the one before its replay. */
  heard: number;
  /** How often it has named none that was new. */
  idle_acks: number;
  /** Where the log ended before it was last restored on this stream; 0 if it never was. */
  restored_from: number;
}

const known = new WeakMap<WebSocket, StreamState>();

/** The state of a socket; read from its attachment once after each wake. */
export function stateOf(socket: WebSocket): StreamState {
  const state = known.get(socket) ?? (socket.deserializeAttachment() as StreamState);
  known.set(socket, state);
  return state;
}

export function setState(socket: WebSocket, state: StreamState): void {
  known.set(socket, state);
  socket.serializeAttachment(state);
}

/** Takes the person of a socket that ends away from what they looked at; returns what that was. */
export function stopViewing(socket: WebSocket): string | null {
  const state = stateOf(socket);
  known.set(socket, { ...state, viewing: null });
  return state.viewing;
}

/** A socket that is closing is still listed by the runtime; it is no stream any more. */
export function isOpen(socket: WebSocket): boolean {
  return socket.readyState === WebSocket.OPEN;
}
