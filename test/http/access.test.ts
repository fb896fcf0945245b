import { expect, it } from "vitest";
import { OPERATIONS } from "../../src/http/routes/operations.ts";
import { accessSuite, covered } from "../support/access-suite.ts";
import { json } from "../support/call.ts";

for (const operation of OPERATIONS) accessSuite(operation);

interface Described {
  operationId: string;
  security: [object];
}

it("every operation in the OpenAPI document has its access suite", async () => {
  const { paths } = await json<{ paths: Record<string, Record<string, Described>> }>(
    200,
    "GET",
    "/api/v1/openapi.json",
  );
  const all = Object.values(paths).flatMap((methods) => Object.values(methods));
  // Where a tool's own key is asked for, nobody has a role: `inbound.test.ts` is about those.
  const documented = all
    .filter(({ security }) => !("integration" in security[0]))
    .map((op) => op.operationId);
  expect(all.length - documented.length).toBe(11);
  expect(documented.length).toBeGreaterThan(30);
  expect([...covered].toSorted()).toEqual(documented.toSorted());
});
