import { exports } from "cloudflare:workers";
import type { Problem } from "../../src/contract/problem.ts";
import { isDocumented } from "./is-documented.ts";

export const ORIGIN = "https://baton.example";

export interface Call {
  token?: string;
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  raw?: BodyInit;
  headers?: Record<string, string>;
}

/** Calls the Worker as a client would. */
export function call(
  method: string,
  path: string,
  { token, body, raw, headers }: Call = {},
): Promise<Response> {
  const init: RequestInit = {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...((body !== undefined || raw !== undefined) && { "content-type": "application/json" }),
      ...headers,
    },
    redirect: "manual",
  };
  if (raw !== undefined) init.body = raw;
  else if (body !== undefined) init.body = JSON.stringify(body);
  return exports.default.fetch(new Request(`${ORIGIN}${path}`, init));
}

/** Calls and reads a JSON answer, which must have this status. */
export async function json<T>(status: number, method: string, path: string, given: Call = {}): Promise<T> {
  const response = await call(method, path, given);
  const text = await response.text();
  if (response.status !== status)
    throw new Error(`${method} ${path}: ${response.status} instead of ${status}: ${text}`);
  return JSON.parse(text || "null") as T;
}

/** Calls and reads a problem; checks what every problem must have. */
export async function problemOf(method: string, path: string, given: Call = {}): Promise<Problem> {
  const response = await call(method, path, given);
  const type = response.headers.get("content-type");
  if (type !== "application/problem+json")
    throw new Error(`${response.status} ${type}: ${await response.text()}`);
  const problem: Problem = await response.json();
  if (problem.status !== response.status) throw new Error("status differs from the body's");
  if (problem.type !== `/problems/${problem.code}`) throw new Error(`type ${problem.type}`);
  if (!isDocumented(method, path, problem.code))
    throw new Error(`${method} ${path} answers ${problem.code}, which its documentation does not say.`);
  if (problem.request_id !== response.headers.get("x-request-id")) throw new Error("request_id differs");
  return problem;
}
