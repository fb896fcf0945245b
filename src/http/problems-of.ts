import { PROBLEMS, type ProblemCode } from "../contract/problem.ts";
import { RIGHTS, ROLES } from "../contract/role.ts";
import type { Operation } from "./operation.ts";

/** Every problem that an operation can answer with, by status. */
export function problemsOf(op: Operation): ProblemCode[] {
  const { roles, scope } = RIGHTS[op.right];
  const isForAll = roles.length === ROLES.length && scope === "any";
  const isKeyed = op.method === "post" && op.writes !== false;
  const codes: ProblemCode[] = ["unauthenticated", "no_account", "internal", "unavailable"];
  if (!isForAll) codes.push("forbidden");
  if (op.method !== "get") codes.push("bad_origin");
  if (op.params) codes.push("not_found");
  if (op.query) codes.push("validation_failed");
  if (op.body) {
    codes.push("malformed_json", "bad_request", "payload_too_large", "unsupported_media_type");
    codes.push("validation_failed");
  }
  if (isKeyed) codes.push("bad_request", "idempotency_in_progress", "idempotency_mismatch");
  codes.push(...(op.refuses ?? []));
  const order = Object.keys(PROBLEMS);
  return [...new Set(codes)].toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
}
