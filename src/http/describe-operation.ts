import type { RouteConfig } from "@hono/zod-openapi";
import { z } from "zod";
import { PROBLEMS, Problem, type ProblemCode } from "../contract/problem.ts";
import { RIGHTS } from "../contract/role.ts";
import type { Operation } from "./operation.ts";
import { problemsOf } from "./problems-of.ts";

/** A problem with one of these codes. */
const problems = (codes: readonly ProblemCode[]) => ({
  description: codes.map((code) => PROBLEMS[code].title).join(" · "),
  content: {
    "application/problem+json": {
      schema: {
        allOf: [
          { $ref: "#/components/schemas/Problem" },
          { type: "object" as const, properties: { code: { type: "string" as const, enum: [...codes] } } },
        ],
      },
    },
  },
});

/** An operation as the OpenAPI document shows it. */
export function describeOperation(op: Operation): RouteConfig {
  const { roles, scope } = RIGHTS[op.right];
  const keys =
    scope === null ? "never an API key" : scope === "any" ? "any API key" : `an API key with scope ${scope}`;
  const content = {
    ...(op.answer && { "application/json": { schema: op.answer } }),
    ...(op.stream && { [op.stream]: { schema: z.string() } }),
  };
  const refusals = [...Map.groupBy(problemsOf(op), (code) => PROBLEMS[code].status)];
  return {
    method: op.method,
    path: `/api/v1${op.path}`,
    operationId: op.id,
    summary: op.summary,
    description: `For ${roles.join(", ")}; ${keys}.`,
    tags: [op.tag],
    security: [{ bearer: [] }, { cookie: [] }],
    request: {
      ...(op.params && { params: asObject(op.params) }),
      ...(op.query && { query: asObject(op.query) }),
      ...(op.body && { body: { content: { "application/json": { schema: op.body } } } }),
      ...(op.method === "post" && {
        headers: z.object({ "Idempotency-Key": z.string().min(1).max(255).optional() }),
      }),
    },
    responses: {
      [op.status]: {
        description: op.status === 204 ? "Done" : "The answer",
        ...(Object.keys(content).length > 0 && { content }),
      },
      ...Object.fromEntries(refusals.map(([status, codes]) => [status, problems(codes)])),
      default: {
        description: "Any other problem",
        content: { "application/problem+json": { schema: Problem } },
      },
    },
  };
}

/** Path and query schemas are objects in every operation; the document's types want to see it. */
function asObject(schema: z.ZodType): z.ZodObject {
  if (schema instanceof z.ZodObject) return schema;
  throw new TypeError("Path and query schemas are objects.");
}
