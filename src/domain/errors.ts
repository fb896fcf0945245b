import type { FieldError, ProblemCode } from "../contract/problem.ts";

/** A refusal that the caller is told as a problem; `extra` are the problem's own members, `retryAfter` is in seconds. */
export class DomainError extends Error {
  readonly code: ProblemCode;
  readonly extra: Record<string, unknown>;
  readonly retryAfter: number | null;
  constructor(
    code: ProblemCode,
    detail: string,
    extra: Record<string, unknown> = {},
    retryAfter: number | null = null,
  ) {
    super(detail);
    this.name = "DomainError";
    this.code = code;
    this.extra = extra;
    this.retryAfter = retryAfter;
  }
}

/** It does not exist, or belongs to another account: the caller cannot tell which. */
export function notFound(what: string): DomainError {
  return new DomainError("not_found", `There is no such ${what}.`);
}

/** A field of the body that is well-formed but cannot be accepted, such as an unknown person. */
export function invalidField(pointer: string, detail: string): DomainError {
  const errors: FieldError[] = [{ pointer, detail }];
  return new DomainError("validation_failed", detail, { errors });
}
