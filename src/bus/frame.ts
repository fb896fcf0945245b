import { writePosition } from "./position.ts";
import type { ReplayEvent } from "./resume.ts";

export type Transport = "ws" | "sse";

/** One logged event as a WebSocket frame. */
export function webSocketFrame(epoch: string, event: ReplayEvent): string {
  return `{"event":"${event.type}","id":"${writePosition(epoch, event.seq)}","data":${event.data}}`;
}

/** One logged event of an SSE stream. */
export function sseText(epoch: string, { seq, type, data }: ReplayEvent): string {
  return `id: ${writePosition(epoch, seq)}\nevent: ${type}\ndata: ${data}\n\n`;
}

/** A live event, made once for all readers of a transport. */
export function liveFrame(transport: Transport, epoch: string, event: ReplayEvent): string {
  return transport === "ws" ? webSocketFrame(epoch, event) : sseText(epoch, event);
}

/** What a stream is told of the past at once. */
export function replayFrames(transport: Transport, epoch: string, events: readonly ReplayEvent[]): string[] {
  if (transport === "ws") return events.map((event) => webSocketFrame(epoch, event));
  return events.length > 0 ? [events.map((event) => sseText(epoch, event)).join("")] : [];
}

/** What is not in the log: `ready`, `presence`, and `reset`, which carries the position to go on from as its id. */
export function controlFrame(transport: Transport, event: string, data: unknown, id?: string): string {
  const json = JSON.stringify(data);
  if (transport === "ws") return `{"event":"${event}",${id ? `"id":"${id}",` : ""}"data":${json}}`;
  return `${id ? `id: ${id}\n` : ""}event: ${event}\ndata: ${json}\n\n`;
}
