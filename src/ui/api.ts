import type { Problem } from "../contract/problem.ts";
import { ApiProblem } from "./api-problem.ts";

const BASE = "/api/v1";
const TIMEOUT_MS = 20_000;
const RETRY_MS = 800;

/** Told of every refused login, so that one place leads back to the sign-in. */
export const refusals: { on: (problem: ApiProblem) => void } = { on: () => {} };

/** Ends with the login: what is still being read for it would be refused. */
let reading = new AbortController();

/** Gives up on what is being read, and on what somebody wants to read until this is done. */
export async function withoutReading(work: () => Promise<void>): Promise<void> {
  reading.abort();
  try {
    await work();
  } finally {
    reading = new AbortController();
  }
}

interface Answer<T> {
  body: T;
  headers: Headers;
}

/** Reads a resource. Throws `ApiProblem`. */
export async function read<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await readWithHeaders<T>(path, signal)).body;
}

/** Reads a resource whose answer says more in its headers. Throws `ApiProblem`. */
export async function readWithHeaders<T>(path: string, signal?: AbortSignal): Promise<Answer<T>> {
  const own = [AbortSignal.timeout(TIMEOUT_MS), reading.signal];
  return await call<T>(path, { signal: AbortSignal.any(signal === undefined ? own : [...own, signal]) });
}

/** Writes with POST. One key goes with every try, so that a repeated request has one effect. Throws `ApiProblem`. */
export async function post<T>(path: string, body: object): Promise<T> {
  const key = crypto.randomUUID();
  try {
    return await write<T>("POST", path, body, key);
  } catch (error) {
    if (!isWorthRepeating(error)) throw error;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    return await write<T>("POST", path, body, key);
  }
}

/** Changes a resource with PATCH. Throws `ApiProblem`. */
export async function patch<T>(path: string, body: object): Promise<T> {
  return await write<T>("PATCH", path, body);
}

/** Sets a resource with PUT. Throws `ApiProblem`. */
export async function put<T>(path: string, body: object): Promise<T> {
  return await write<T>("PUT", path, body);
}

/** Removes a resource; one that is gone already is no failure. Throws `ApiProblem`. */
export async function remove(path: string): Promise<void> {
  try {
    await call<null>(path, { method: "DELETE", signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 404) throw error;
  }
}

/** Opens a text that comes as it is written; POST has it written anew. Throws `ApiProblem`; an abort is thrown as it is. */
export async function openText(
  method: "GET" | "POST",
  path: string,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const accept = "text/event-stream";
  const sent = { "content-type": "application/json", "idempotency-key": crypto.randomUUID() };
  const asked = method === "GET" ? { headers: { accept } } : { headers: { accept, ...sent }, body: "{}" };
  let response: Response;
  try {
    response = await fetch(BASE + path, { method, ...asked, signal, cache: "no-store" });
  } catch (error) {
    if (signal.aborted) throw error;
    throw ApiProblem.from(error);
  }
  if (response.ok && response.body !== null) return response.body;
  throw refusalOf(parse(await response.text()), response.status);
}

async function write<T>(method: string, path: string, body: object, key?: string): Promise<T> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (key !== undefined) headers["idempotency-key"] = key;
  const init = { method, headers, body: JSON.stringify(body), signal: AbortSignal.timeout(TIMEOUT_MS) };
  return (await call<T>(path, init)).body;
}

async function call<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(BASE + path, { ...init, cache: "no-store" });
    text = await response.text();
  } catch (error) {
    // The page itself gave up on the request: that is no failure to show.
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw ApiProblem.from(error);
  }
  const body = parse(text);
  if (response.ok) return { body: body as T, headers: response.headers };
  throw refusalOf(body, response.status);
}

/** What was refused, told also where a lost login is looked after. */
function refusalOf(body: unknown, status: number): ApiProblem {
  const problem = new ApiProblem(asProblem(body, status));
  if (problem.status === 401 || problem.code === "no_account") refusals.on(problem);
  return problem;
}

function isWorthRepeating(error: unknown): boolean {
  if (!(error instanceof ApiProblem)) return false;
  return ["unreachable", "unavailable", "idempotency_in_progress"].includes(error.code);
}

function parse(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function asProblem(body: unknown, status: number): Problem {
  if (typeof body === "object" && body !== null && "title" in body && "code" in body) return body as Problem;
  const said = typeof body === "object" && body !== null && "message" in body ? String(body.message) : "";
  return ApiProblem.ofOurs(
    status === 401 ? "unauthenticated" : "internal",
    status,
    status === 401 ? "Sign in first" : "That did not work",
    said === "" ? `The server answered ${status}.` : said,
  ).problem;
}
