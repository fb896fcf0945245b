import type { Documentation } from "../contract/session.ts";

export const EVENT_STREAM = {
  "Content-Type": "text/event-stream",
  "Cache-Control": "no-store, no-transform",
  "X-Accel-Buffering": "no",
};

/** A finished text as `event: delta {"text"}` per line and `event: done` with where it came from. */
export function streamText({ text, source, created_at }: Documentation): Response {
  const deltas = text.split(/(?<=\n)/).map((part) => sse("delta", { text: part }));
  const body = [...deltas, sse("done", { source, created_at })].join("");
  return new Response(body, { headers: EVENT_STREAM });
}

/** One server-sent event without an id. */
export function sse(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
