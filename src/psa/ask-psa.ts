import { readRetryAfter } from "../platform/retry-after.ts";
import type { PsaResult } from "./psa-adapter.ts";

/** The last call: the network. */
export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** What reaches a PSA system. */
export interface PsaLine {
  fetch: Fetch;
  now: () => number;
  /** Given up after so long, ms. */
  timeout: number;
  /** Nobody waits longer than this, however many calls it takes. */
  ends?: AbortSignal;
  /** Never part of what is said about a failure, even if the other side repeats it. */
  secrets: readonly string[];
}

export interface PsaQuestion {
  method?: "GET" | "POST";
  url: string;
  headers?: Record<string, string>;
  body?: string;
}

/** An answer, its body read as JSON where it is JSON (else undefined); or why there is none. */
export type PsaAnswer =
  | { status: number; headers: Headers; json: unknown; text: string }
  | { status: 0; silence: string };

/** After so long a call to a PSA system is given up, ms. */
export const PSA_TIMEOUT_MS = 10_000;
/** More than this no answer that we can use weighs, in bytes. */
const MOST_BYTES = 2 * 1024 * 1024;

/** Asks once. Redirects are not followed: credentials go where they were sent to, and nowhere else. */
export async function askPsa(line: PsaLine, question: PsaQuestion): Promise<PsaAnswer> {
  const { method = "GET", url, headers = {}, body } = question;
  const signal = AbortSignal.any([AbortSignal.timeout(line.timeout), ...(line.ends ? [line.ends] : [])]);
  try {
    const init = {
      method,
      headers,
      redirect: "manual" as const,
      signal,
      ...(body !== undefined && { body }),
    };
    const response = await line.fetch(url, init);
    const text = await readText(response);
    if (text === null) return { status: 0, silence: "The answer is too large." };
    return { status: response.status, headers: response.headers, text, json: asJson(text) };
  } catch (error) {
    const timedOut = signal.aborted || (error instanceof Error && error.name === "TimeoutError");
    const host = new URL(url).host;
    if (line.ends?.aborted) return { status: 0, silence: `${host} did not answer in time.` };
    const silence = timedOut
      ? `${host} did not answer within ${line.timeout / 1000} s.`
      : `${host} could not be reached.`;
    return { status: 0, silence };
  }
}

/** The whole body, or null if it is too large. */
async function readText(response: Response): Promise<string | null> {
  if (!response.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    // Leaving the loop cancels the rest.
    if (size > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return new TextDecoder().decode(await new Blob(chunks).arrayBuffer());
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * What an answer means that is not the one hoped for. `writes`: the question asked for a change, which may have
 * happened where nothing clear came back; `missing`: what a 404 says is not there.
 */
export function judgeAnswer(
  line: PsaLine,
  answer: PsaAnswer,
  { writes = false, missing }: { writes?: boolean; missing?: string } = {},
): Exclude<PsaResult<never>, { kind: "ok" }> {
  const open = (error: string, after: { after?: number } = {}) =>
    writes
      ? { kind: "ambiguous" as const, error, ...after }
      : { kind: "retry" as const, error, blame: "connection" as const, ...after };
  if ("silence" in answer) return open(answer.silence);
  const { status, json } = answer;
  const words = `${status}: ${wordsOf(line, answer)}`;
  const wait = readRetryAfter(answer.headers);
  const after = wait === null ? {} : { after: wait };
  if (status >= 200 && status < 300) return open(`${status}, but not with what was asked for.`);
  if (status === 429) return { kind: "retry", error: words, blame: "limit", ...after };
  if (status === 409 || status === 423) return { kind: "retry", error: words, blame: "ticket", ...after };
  if (status >= 500 || status === 408) return open(words, after);
  // A 404 or 400 that speaks no JSON comes from something else than the API: a wrong address, a proxy.
  const isOfApi = json !== undefined || answer.text.trim() === "";
  if (status === 404 && missing !== undefined && isOfApi) return { kind: "permanent", reason: missing };
  if (status >= 300 && status < 400) {
    const error = `${status}: a redirect, which is not followed because it would be shown the credentials.`;
    return { kind: "retry", error, blame: "connection" };
  }
  if (status === 401 || status === 403 || status === 404 || !isOfApi) {
    return { kind: "retry", error: words, blame: "connection" };
  }
  return { kind: "permanent", reason: words };
}

/** What the other side says about its failure, in its own words: one line, without our secrets. */
export function wordsOf(line: PsaLine, { json, text }: { json: unknown; text: string }): string {
  const found = wordsIn(json) ?? (/^\s*</.test(text) ? "an HTML page instead of an answer" : text);
  let words = found;
  for (const secret of line.secrets) if (secret.length >= 4) words = words.replaceAll(secret, "•••");
  const single = words.replaceAll(/[\p{Cc}\s]+/gu, " ").trim();
  return single.slice(0, 300) || "no reason given";
}

/** Where the PSA systems put their words. */
const WORDS = ["message", "Message", "error_description", "errors", "error", "title", "detail"];

function wordsIn(json: unknown): string | null {
  if (typeof json === "string") return json.trim() || null;
  if (Array.isArray(json)) {
    const all = json.flatMap((one) => wordsIn(one) ?? []);
    return all.length > 0 ? all.join("; ") : null;
  }
  if (typeof json !== "object" || json === null) return null;
  const fields = new Map(Object.entries(json));
  const found = WORDS.flatMap((name) => wordsIn(fields.get(name)) ?? []);
  return found.length > 0 ? [...new Set(found)].join("; ") : null;
}
