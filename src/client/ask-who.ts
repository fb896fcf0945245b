import type { StreamFetch } from "./transport.ts";

export type WhoAnswer = "ok" | "signed_out" | "forbidden" | "unreachable";

/** Asks who is signed in: a refused WebSocket does not tell why it was refused. Never throws. */
export async function askWho(
  fetch: StreamFetch,
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<WhoAnswer> {
  try {
    const response = await fetch(url, { headers, signal, cache: "no-store" });
    // The status is all that is wanted; the connection is free for the next request.
    response.body?.cancel().catch(() => {});
    if (response.status === 401) return "signed_out";
    if (response.status === 403) return "forbidden";
    return response.ok ? "ok" : "unreachable";
  } catch {
    return "unreachable";
  }
}
