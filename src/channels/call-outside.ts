import { whyNotPublic } from "../platform/public-url.ts";
import { CALL_TIMEOUT_MS } from "./channel.ts";
import { leadsInside } from "./name-lookup.ts";
import { readRetryAfter } from "../platform/retry-after.ts";
import type { Turnstile } from "../platform/turnstile.ts";

/** How the outside is reached. */
export interface Outside {
  fetch: (input: string, init: RequestInit) => Promise<Response>;
  /** Whether http and private networks may be called; only a demo may. */
  allow_private: boolean;
  /** Where names are looked up before they are called (DNS over HTTPS, JSON); null: they are not. */
  resolver: string | null;
  /** Lets only so many calls out at once. */
  turn: Turnstile;
  /** Default `CALL_TIMEOUT_MS` and `BEGIN_WITHIN_MS`. */
  timeout?: number;
  begin_within?: number;
}

/**
 * What came back. `refused`: it may not be called; `not_called`: it could not be this time; `lost`: there was no answer,
 * it may have arrived.
 */
export type OutsideAnswer =
  | { kind: "answered"; status: number; headers: Headers; body: string; retry_after: number | null }
  | { kind: "refused"; error: string }
  | { kind: "not_called"; error: string }
  | { kind: "lost"; error: string };

/** So many calls of one run may be on their way: the platform holds back a seventh, whose time would run all the same. */
export const CALLS_AT_ONCE = 5;

/** So much of an answer is kept, bytes, and so long it is read, ms: nothing but a log depends on it. */
const KEPT_BYTES = 4_096;
const READ_MS = 1_000;

/** What is posted. */
export interface OutsideRequest {
  headers: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer>;
}

/**
 * Posts to an address that somebody else has chosen: never into a private network, never after a redirect, never for
 * longer than the time limit, whatever the answer's size, and not at all once it is `late`. Errors name no address, as
 * addresses are secrets.
 */
export async function callOutside(
  outside: Outside,
  address: string,
  request: OutsideRequest,
  late?: AbortSignal,
): Promise<OutsideAnswer> {
  const answer = await outside.turn(() => call(outside, address, request), late);
  return answer ?? { kind: "not_called", error: "There was no time left to say it." };
}

async function call(outside: Outside, address: string, request: OutsideRequest): Promise<OutsideAnswer> {
  const signal = AbortSignal.timeout(outside.timeout ?? CALL_TIMEOUT_MS);
  const refused = outside.allow_private ? null : await whyRefused(outside, address, signal);
  if (refused !== null) return refused;
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

async function whyRefused(
  outside: Outside,
  address: string,
  signal: AbortSignal,
): Promise<OutsideAnswer | null> {
  const reason = whyNotPublic(address);
  if (reason !== null) return { kind: "refused", error: reason };
  if (outside.resolver === null) return null;
  const { hostname } = new URL(address);
  try {
    const inside = await leadsInside(
      hostname,
      (url, init) => outside.fetch(url, { ...init, signal }),
      outside.resolver,
    );
    return inside
      ? { kind: "refused", error: "The name of the address leads into a private network." }
      : null;
  } catch {
    return { kind: "not_called", error: "The name of the address could not be looked up." };
  }
}

/** The beginning of an answer's body as text. One that breaks off or never ends does not matter: the status is there. */
async function begin({ body }: Response): Promise<string> {
  if (!body) return "";
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  const enough = setTimeout(() => void reader.cancel().catch(() => undefined), READ_MS);
  try {
    for (let bytes = 0; bytes < KEPT_BYTES;) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value.subarray(0, KEPT_BYTES - bytes), { stream: true });
      bytes += value.length;
    }
    await reader.cancel();
  } catch {
    // A connection that was torn off.
  } finally {
    clearTimeout(enough);
  }
  // SQLite ends a text at a zero; other control characters help nobody who reads a log.
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, " ").trim();
}

function wordsFor(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  return name === "TimeoutError" || name === "AbortError" ? "No answer in time." : "The connection failed.";
}
