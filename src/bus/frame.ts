import { writePosition } from "./position.ts";
import type { ReplayEvent } from "./resume.ts";

export type Transport = "ws" | "sse";
export type Frame = string | Uint8Array;

const encoder = new TextEncoder();

/** One logged event as a WebSocket frame. */
export function webSocketFrame(epoch: string, event: ReplayEvent): string {
  return `{"event":"${event.type}","id":"${writePosition(epoch, event.seq)}","data":${event.data}}`;
}

/** One logged event of an SSE stream. */
export function sseText(epoch: string, { seq, type, data }: ReplayEvent): string {
  return `id: ${writePosition(epoch, seq)}\nevent: ${type}\ndata: ${data}\n\n`;
}

/**
 * A live event, made once for all readers of a transport. SSE readers get bytes, encoded here and passed on as they
 * are; everything that is not live goes to them as text, so that the adapter can tell what counts as waiting.
 */
export function liveFrame(transport: Transport, epoch: string, event: ReplayEvent): Frame {
  return transport === "ws" ? webSocketFrame(epoch, event) : encoder.encode(sseText(epoch, event));
}

/** What a stream is told of the past, before it goes live. */
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
