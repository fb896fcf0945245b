import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { PROBLEMS, type Problem, type ProblemCode } from "../contract/problem.ts";
import { DomainError } from "../domain/errors.ts";
import { log } from "../platform/log.ts";
import type { AppEnv } from "./app-env.ts";
import { shownPath } from "./shown-path.ts";

/** The one place where errors become answers: RFC 9457, fixed words for whatever is unknown. */
export function problemFor(c: Context<AppEnv>, error: unknown): Response {
  const known = knownError(error);
  if (known) {
    const { code, message, extra, retryAfter } = known;
    const headers = retryAfter === null ? {} : { "Retry-After": String(retryAfter) };
    return problem(c, code, message, extra, headers);
  }
  const request_id = c.get("requestId");
  if (isUnavailable(error)) {
    log("unavailable", { request_id, path: shownPath(c.req.path) }, error);
    return problem(c, "unavailable", "The database did not answer. Nothing was lost; try again.");
  }
  log("internal_error", { request_id, path: shownPath(c.req.path) }, error);
  return problem(c, "internal", "The error has been logged. Nothing was half-written.");
}

/** Writes one problem. */
export function problem(
  c: Context<AppEnv>,
  code: ProblemCode,
  detail: string,
  extra: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Response {
  const { status, title } = PROBLEMS[code];
  const body: Problem = {
    type: `/problems/${code}`,
    title,
    status,
    detail,
    instance: shownPath(new URL(c.req.url).pathname),
    code,
    request_id: c.get("requestId"),
    ...extra,
  };
  for (const [name, value] of Object.entries({ ...RETRY[code], ...headers })) c.header(name, value);
  c.header("Cache-Control", "no-store");
  c.header("Content-Type", "application/problem+json");
  return c.body(JSON.stringify(body), status);
}

const RETRY: Partial<Record<ProblemCode, Record<string, string>>> = {
  unavailable: { "Retry-After": "1" },
  rate_limited: { "Retry-After": "60" },
  unauthenticated: { "WWW-Authenticate": "Bearer" },
};

function knownError(error: unknown): DomainError | null {
  if (error instanceof DomainError) return error;
  if (!(error instanceof HTTPException)) return null;
  if (error.status === 413) return new DomainError("payload_too_large", error.message);
  return error.status < 500 ? new DomainError("bad_request", "The request cannot be understood.") : null;
}

/** What D1 and the runtime say when a database or an object cannot be reached just now; all are safe to repeat. */
const UNAVAILABLE =
  /overloaded|Network connection lost|storage operation exceeded timeout|object to be reset|code was updated|SQLITE_BUSY|database is locked|not reachable|isolate exceeded|timed? ?out/i;

function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return UNAVAILABLE.test(error.message) || isUnavailable(error.cause);
}
