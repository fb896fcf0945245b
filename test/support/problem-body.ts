import { expect } from "vitest";
import { PROBLEMS, type ProblemCode } from "../../src/contract/problem.ts";

/** The whole body of a problem, as a caller must get it. */
export function problemBody(
  code: ProblemCode,
  detail: string,
  instance: string,
  extra: Record<string, unknown> = {},
): Record<string, unknown> {
  const { status, title } = PROBLEMS[code];
  const request_id = expect.any(String);
  return { type: `/problems/${code}`, title, status, detail, instance, code, request_id, ...extra };
}
