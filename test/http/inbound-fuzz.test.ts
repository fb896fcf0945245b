import {
  assert,
  asyncProperty,
  constantFrom,
  jsonValue,
  nat,
  oneof,
  record,
  string,
  tuple,
  uint8Array,
} from "fast-check";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { TOOL_ADDRESSES } from "../../src/http/inbound-address.ts";
import {
  DATTO_RMM,
  GRAFANA,
  NINJAONE,
  OPSGENIE,
  PAGERDUTY,
  UPTIME_KUMA,
  alertmanager,
} from "../inbound/payloads.ts";
import { call } from "../support/call.ts";
import { type HelpDesk, makeHelpDesk } from "../support/help-desk.ts";
import { logOf } from "../support/rows.ts";
import { makeTool } from "../support/tool.ts";

const ENDS = ["", ...Object.keys(TOOL_ADDRESSES).map((end) => `/${end}`), "/opsgenie/v2/alerts/x%00/close"];
const GOOD = [
  PAGERDUTY,
  alertmanager(["firing", "a"], ["resolved", "b"]),
  GRAFANA,
  UPTIME_KUMA,
  NINJAONE,
  DATTO_RMM,
  OPSGENIE,
];

/** Every session has its handoff, every handoff its fact, every alert both, and every post says what became of it. */
async function expectNothingHalfWritten({ account }: HelpDesk): Promise<void> {
  const lost = await account.db
    .all(sql`SELECT s.id FROM sessions s WHERE s.account_id = ${account.id} AND NOT EXISTS
      (SELECT 1 FROM handoffs h JOIN account_events e ON e.handoff_id = h.id
        JOIN alerts a ON a.handoff_id = h.id WHERE h.session_id = s.id AND e.type = 'handoff_created')
    UNION ALL SELECT p.id FROM integration_posts p WHERE p.account_id = ${account.id}
      AND p.outcome = 'no_effect' AND p.detail IS NULL`);
  expect(lost).toEqual([]);
  const seqs = (await logOf(account)).map(({ seq }) => seq);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
}

it("whatever is posted, no answer is a fault of ours, and no card is half-written", async () => {
  const desk = await makeHelpDesk();
  const tool = await makeTool(desk, { posts_per_minute: 10_000 });
  const payload = oneof(
    jsonValue().map((value) => JSON.stringify(value)),
    uint8Array({ maxLength: 200 }),
    string({ unit: "binary", maxLength: 200 }),
    tuple(constantFrom(...GOOD), jsonValue(), nat(20)).map(([good, other, at]) => {
      const fields = Object.entries(good).map(([name, value], index) => [name, index === at ? other : value]);
      return JSON.stringify({ ...Object.fromEntries(fields), routing_key: tool.key });
    }),
    record({ summary: string({ unit: "binary" }), dedup_key: string({ unit: "binary" }) }).map((one) =>
      JSON.stringify(one),
    ),
  );
  const types = constantFrom(
    "application/json",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b",
    "x/y",
  );
  const answers = new Set<number>();
  await assert(
    asyncProperty(constantFrom("/v2/enqueue", ...ENDS), payload, types, async (end, raw, type) => {
      const path = end === "/v2/enqueue" ? end : `/api/v1/inbound/${tool.key}${end}`;
      const response = await call("POST", path, { raw, headers: { "content-type": type } });
      await response.body?.cancel();
      answers.add(response.status);
      expect(response.status).toBeLessThan(500);
    }),
    { numRuns: 400 },
  );
  expect([...answers]).toEqual(expect.arrayContaining([201, 202, 400, 415, 422]));
  await expectNothingHalfWritten(desk);
});

it("a body of ten megabytes is turned away without being kept", async () => {
  const desk = await makeHelpDesk();
  const tool = await makeTool(desk);
  const raw = new Uint8Array(10 * 1024 * 1024);
  const response = await tool.post(undefined, "", { raw, headers: { "content-type": "application/json" } });
  expect(response.status).toBe(413);
  await response.body?.cancel();
  const posts = await desk.account.db.all(
    sql`SELECT body, outcome FROM integration_posts WHERE account_id = ${desk.account.id}`,
  );
  expect(posts).toEqual([{ body: "", outcome: "refused" }]);
});
