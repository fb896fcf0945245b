import { whyNotPublic } from "../platform/public-url.ts";
import { CALL_TIMEOUT_MS } from "./channel.ts";
import { leadsInside } from "./name-lookup.ts";
import { readRetryAfter } from "../platform/retry-after.ts";

/** How the outside is reached. */
export interface Outside {
  fetch: (input: string, init: RequestInit) => Promise<Response>;
  /** Whether http and private networks may be called; only a demo may. */
  allow_private: boolean;
  /** Where names are looked up before they are called (DNS over HTTPS, JSON); null: they are not. */
  resolver: string | null;
  /** Default `CALL_TIMEOUT_MS`. */
  timeout?: number;
}

/** What came back. `refused`: it was not called at all; `lost`: there was no answer, it may have arrived. */
export type OutsideAnswer =
  | { kind: "answered"; status: number; headers: Headers; body: string; retry_after: number | null }
  | { kind: "refused"; error: string }
  | { kind: "lost"; error: string };

/** So much of an answer is kept, bytes; no more of it is read. */
const KEPT_BYTES = 4_096;

/**
 * Posts to an address that somebody else has chosen: never into a private network, never after a redirect, never for
 * longer than the time limit, whatever the answer's size. Errors name no address, as addresses are secrets.
 */
export async function callOutside(
  outside: Outside,
  address: string,
  request: { headers: Record<string, string>; body: string | Uint8Array<ArrayBuffer> },
): Promise<OutsideAnswer> {
  const signal = AbortSignal.timeout(outside.timeout ?? CALL_TIMEOUT_MS);
  const refused = outside.allow_private ? null : await whyRefused(outside, address, signal);
  if (refused !== null) return { kind: "refused", error: refused };
  try {
    const answer = await outside.fetch(address, { method: "POST", redirect: "manual", signal, ...request });
    const { status, headers } = answer;
    return {
      kind: "answered",
      status,
      headers,
      body: await begin(answer),
      retry_after: readRetryAfter(headers),
    };
  } catch (error) {
    return { kind: "lost", error: wordsFor(error) };
  }
}

async function whyRefused(outside: Outside, address: string, signal: AbortSignal): Promise<string | null> {
  const reason = whyNotPublic(address);
  if (reason !== null || outside.resolver === null) return reason;
  const { hostname } = new URL(address);
  try {
    const inside = await leadsInside(
      hostname,
      (url, init) => outside.fetch(url, { ...init, signal }),
      outside.resolver,
    );
    return inside ? "The name of the address leads into a private network." : null;
  } catch {
    return "The name of the address could not be looked up.";
  }
}

/** The beginning of an answer's body as text. One that breaks off or never ends does not matter: the status is there. */
async function begin({ body }: Response): Promise<string> {
  if (!body) return "";
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (let bytes = 0; bytes < KEPT_BYTES;) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value.subarray(0, KEPT_BYTES - bytes), { stream: true });
      bytes += value.length;
    }
    await reader.cancel();
  } catch {
    // The time limit, or a connection that was torn off.
  }
  // SQLite ends a text at a zero; other control characters help nobody who reads a log.
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, " ").trim();
}

function wordsFor(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  return name === "TimeoutError" || name === "AbortError" ? "No answer in time." : "The connection failed.";
}
