import { expect, it } from "vitest";
import { OPERATIONS } from "../../src/http/routes/operations.ts";
import { accessSuite, covered } from "../support/access-suite.ts";
import { json } from "../support/call.ts";

for (const operation of OPERATIONS) accessSuite(operation);

it("every operation in the OpenAPI document has its access suite", async () => {
  const { paths } = await json<{ paths: Record<string, Record<string, { operationId: string }>> }>(
    200,
    "GET",
    "/api/v1/openapi.json",
  );
  const documented = Object.values(paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  expect(documented.length).toBeGreaterThan(30);
  expect([...covered].toSorted()).toEqual(documented.toSorted());
});
