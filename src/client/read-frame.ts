import type { Frame } from "./transport.ts";

const encoder = new TextEncoder();

/** Reads a WebSocket message; null if it is none of ours. */
export function readFrame(text: unknown): Frame | null {
  if (typeof text !== "string") return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return null;
    if (!("event" in value) || typeof value.event !== "string") return null;
    const id = "id" in value && typeof value.id === "string" ? value.id : null;
    const data = "data" in value ? value.data : null;
    return { event: value.event, id, data, bytes: encoder.encode(text).byteLength };
  } catch {
    return null;
  }
}
