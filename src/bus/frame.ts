import { writePosition } from "./position.ts";
import type { ReplayEvent } from "./resume.ts";

export type Transport = "ws" | "sse";

const encoder = new TextEncoder();

/** One logged event as a WebSocket frame. */
export function webSocketFrame(epoch: string, event: ReplayEvent): string {
  return `{"event":"${event.type}","id":"${writePosition(epoch, event.seq)}","data":${event.data}}`;
}

/** Logged events as one piece of an SSE stream, encoded once for all its readers. */
export function sseFrame(epoch: string, events: readonly ReplayEvent[]): Uint8Array {
  const parts = events.map(
    (event) => `id: ${writePosition(epoch, event.seq)}\nevent: ${event.type}\ndata: ${event.data}\n\n`,
  );
  return encoder.encode(parts.join(""));
}

/** An event that is not in the log: `ready` and `reset` (which carries the position to go on from as its id). */
export function controlFrame(transport: Transport, event: string, data: unknown, id?: string): string {
  const json = JSON.stringify(data);
  if (transport === "ws") return `{"event":"${event}",${id ? `"id":"${id}",` : ""}"data":${json}}`;
  return `${id ? `id: ${id}\n` : ""}event: ${event}\ndata: ${json}\n\n`;
}
