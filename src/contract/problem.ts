import { z } from "zod";

/** Every code a problem can carry, with its status, its constant title and what a caller can do about it. */
export const PROBLEMS = {
  malformed_json: { status: 400, title: "The body is not valid JSON", help: "Send one JSON value in UTF-8." },
  bad_request: {
    status: 400,
    title: "The request cannot be understood",
    help: "Read the detail; correct the request.",
  },
  unauthenticated: {
    status: 401,
    title: "Sign in first",
    help: "The login or key is missing, unknown, expired or revoked.",
  },
  forbidden: {
    status: 403,
    title: "Not allowed",
    help: "Your role, your key's scope or your part in this handoff does not allow it.",
  },
  no_account: {
    status: 403,
    title: "No active account",
    help: "You are not an active member of any account. Ask an admin.",
  },
  bad_origin: {
    status: 403,
    title: "Foreign origin",
    help: "With a cookie, call from Baton's own pages; other programs use a bearer token.",
  },
  not_found: {
    status: 404,
    title: "Not found",
    help: "It does not exist, or it belongs to another account.",
  },
  method_not_allowed: {
    status: 405,
    title: "Method not allowed",
    help: "The Allow header lists the methods of this path.",
  },
  not_acceptable: {
    status: 406,
    title: "Not acceptable",
    help: "Ask for a media type that this operation can answer.",
  },
  already_claimed: {
    status: 409,
    title: "Someone else picked this up",
    help: "claimed_by and claimed_at say who and when.",
  },
  not_open: { status: 409, title: "No longer open", help: "The handoff has ended; it cannot be picked up." },
  invalid_transition: {
    status: 409,
    title: "Not possible in this state",
    help: "Read the resource again; its state has changed.",
  },
  idempotency_in_progress: {
    status: 409,
    title: "The same request is still running",
    help: "Repeat it in a moment with the same key.",
  },
  payload_too_large: {
    status: 413,
    title: "The body is too large",
    help: "Keep the body within the limit that the detail names.",
  },
  unsupported_media_type: {
    status: 415,
    title: "Unsupported media type",
    help: "Send Content-Type: application/json.",
  },
  validation_failed: {
    status: 422,
    title: "The input is not valid",
    help: "errors lists each field by JSON pointer.",
  },
  idempotency_mismatch: {
    status: 422,
    title: "The key was used for another body",
    help: "Use a fresh Idempotency-Key for a new request.",
  },
  rate_limited: { status: 429, title: "Too many requests", help: "Wait as long as Retry-After says." },
  internal: {
    status: 500,
    title: "Something went wrong on our side",
    help: "Quote request_id when you report it.",
  },
  unavailable: {
    status: 503,
    title: "Briefly unavailable",
    help: "Repeat after Retry-After with the same Idempotency-Key.",
  },
} as const satisfies Record<string, { status: number; title: string; help: string }>;
export type ProblemCode = keyof typeof PROBLEMS;

/** Whether a word is one of the codes. */
export function isProblemCode(word: string): word is ProblemCode {
  return Object.hasOwn(PROBLEMS, word);
}

/** One field at fault: where it is (JSON pointer, RFC 6901) and what is wrong with it. */
export const FieldError = z.object({ pointer: z.string(), detail: z.string() });
export type FieldError = z.infer<typeof FieldError>;

/** The body of every error answer (RFC 9457). */
export const Problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    request_id: z.string(),
    errors: z.array(FieldError).optional(),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof Problem>;
