import type { z } from "zod";
import type { FieldError } from "../contract/problem.ts";
import { DomainError } from "../domain/errors.ts";

/** A caller mends so many at a time; a hostile body does not get them all back. */
const MOST_ERRORS = 50;

/** @throws DomainError `validation_failed` with one error per field, by JSON pointer (RFC 6901) */
export function validate<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap(fieldErrors).slice(0, MOST_ERRORS);
  const [first] = errors;
  const detail =
    errors.length === 1 && first
      ? `${first.pointer || "The body"}: ${first.detail}`
      : `${errors.length} fields are not valid.`;
  throw new DomainError("validation_failed", detail, { errors });
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      pointer: pointer([...issue.path, key]),
      detail: "This field is not known here.",
    }));
  }
  return [{ pointer: pointer(issue.path), detail: issue.message }];
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
