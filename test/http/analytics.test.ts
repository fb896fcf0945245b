import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import type { EscalationNumbers } from "../../src/contract/analytics.ts";
import { listEscalationRows } from "../../src/domain/analytics/list-escalation-rows.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { csvFile } from "../../src/http/csv.ts";
import { iso } from "../../src/platform/iso.ts";
import { call, json, problemOf } from "../support/call.ts";
import { NOON } from "../support/factories.ts";
import { type HelpDesk, MINUTE, handOff, makeHelpDesk } from "../support/help-desk.ts";
import { tripsOfVerb } from "../support/measured-verbs.ts";
import { problemBody } from "../support/problem-body.ts";

const path = "/api/v1/analytics/escalations";
const RANGE = `from=${iso(NOON - 60 * MINUTE)}&to=${iso(NOON + 60 * MINUTE)}`;
const HEADER =
  "id,created_at,problem,customer,device,domain,priority,team,status,handed_off_by,claimed_by,claimed_at," +
  "seconds_to_claim,seconds_waiting,seconds_to_first_action,read_back,session_id";

describe("the address of the numbers", () => {
  let desk: HelpDesk;
  beforeEach(async () => {
    desk = await makeHelpDesk();
  });

  it("answers with every field of the contract", async () => {
    await handOff(desk);
    const numbers = await json<EscalationNumbers>(200, "GET", `${path}?${RANGE}&tz=Europe/Berlin`, {
      token: desk.adam.token,
    });
    expect(Object.keys(numbers)).toEqual([
      "from",
      "to",
      "created",
      "claimed",
      "open",
      "returned",
      "withdrawn",
      "superseded",
      "resolved",
      "time_to_claim_seconds",
      "time_to_first_action_seconds",
      "read_back_rate",
      "by_day",
      "by_hour",
      "by_priority",
      "by_domain",
      "by_member",
    ]);
    expect(numbers).toMatchObject({ created: 1, open: 1, by_domain: [{ domain: "printing", created: 1 }] });
    const hour = numbers.by_hour.find(({ created }) => created === 1)?.hour;
    expect(hour).toBe(13);
  });

  it.each([
    ["from=yesterday", "/from"],
    ["to=2026-11-20", "/to"],
    ["from=2026-11-20T12:00:00", "/from"],
    ["tz=Mars/Olympus", "/tz"],
    ["team_id=mine", "/team_id"],
    [`from=${iso(NOON)}&to=${iso(NOON - 1)}`, "/to"],
    [`from=0001-01-01T00:00:00Z&to=${iso(NOON)}`, "/from"],
  ])("refuses %s, and so does the file", async (query, pointer) => {
    for (const address of [path, `${path}.csv`]) {
      const problem = await problemOf("GET", `${address}?${query}`, { token: desk.vik.token });
      expect(problem).toEqual(
        problemBody("validation_failed", problem.detail, address, {
          errors: [{ pointer, detail: expect.any(String) }],
        }),
      );
    }
  });
});

describe("the file of the escalations", () => {
  let desk: HelpDesk;
  beforeEach(async () => {
    desk = await makeHelpDesk();
  });
  const fileOf = async ({ vik }: HelpDesk) => {
    const response = await call("GET", `${path}.csv?${RANGE}`, { token: vik.token });
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { response, text: new TextDecoder("utf-8", { ignoreBOM: true, fatal: true }).decode(bytes) };
  };

  it("is a download in UTF-8 that says so, one escalation a line, the oldest first", async () => {
    const { key, handoff, session } = await handOff(desk);
    await claimHandoff(desk.account.as(desk.priya, NOON + 3 * MINUTE), key, { read_back: "Fuser" });
    const { response, text } = await fileOf(desk);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="escalations.csv"');
    const line = [
      handoff.id,
      iso(NOON + MINUTE),
      "Printer offline,Contoso,PRN-7,printing,normal,,claimed,Sam,Priya",
      iso(NOON + 3 * MINUTE),
      "120,,,yes",
      session.id,
    ].join(",");
    expect(text).toBe(`\uFEFF${HEADER}\r\n${line}\r\n`);
  });

  it("is only its first line where there is nothing, or nothing of this account", async () => {
    await handOff(await makeHelpDesk());
    expect((await fileOf(desk)).text).toBe(`\uFEFF${HEADER}\r\n`);
  });

  it.each([
    ["=1+1", "'=1+1"],
    ["+49 30 1234", "'+49 30 1234"],
    ["-2", "'-2"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\tx", "'\tx"],
    ["\rx", `"'\rx"`],
    [`=HYPERLINK("http://evil.example","x")`, `"'=HYPERLINK(""http://evil.example"",""x"")"`],
    ['a "quoted", word', '"a ""quoted"", word"'],
    ["two\r\nlines", '"two\r\nlines"'],
    ["Zweigstelle Köln 🖨 مرحبا", "Zweigstelle Köln 🖨 مرحبا"],
  ])("says %j as %j, which no spreadsheet runs", async (customer, cell) => {
    await handOff(desk, {}, { problem_summary: "P", customer, device: "D" });
    expect((await fileOf(desk)).text).toContain(`,P,${cell},D,`);
  });

  it("holds everybody once, however many pages it takes, also of one moment", async () => {
    const { session } = await handOff(desk);
    const numbers = sql`json_each(${JSON.stringify(Array.from({ length: 700 }, (_, index) => index))}) n`;
    await desk.account.db
      .all(sql`INSERT INTO handoffs (id, account_id, session_id, intent, status, priority, snapshot,
        assessment_status, operation_id, created_at, updated_at)
      SELECT printf('%03d', n.value) || ${desk.account.id}, ${desk.account.id}, ${session.id}, 'escalate', 'resolved',
        'low', '{}', 'none', '', ${NOON}, ${NOON} FROM ${numbers}`);
    const lines = (await fileOf(desk)).text.split("\r\n").slice(1, -1);
    const ids = lines.map((line) => line.split(",")[0] ?? "");
    expect(ids).toHaveLength(701);
    expect(ids.slice(0, 700)).toEqual(ids.slice(0, 700).toSorted());
    expect(new Set(ids).size).toBe(701);
    const query = { tz: "UTC", from: iso(NOON - 1), to: iso(NOON + 1) };
    const trips = await tripsOfVerb(desk.account.as(desk.vik), async (ctx) => {
      const page = await listEscalationRows(ctx, query, { limit: 300, after: null });
      expect(page.items).toHaveLength(300);
      const last = await listEscalationRows(ctx, query, { limit: 400, after: page.next });
      expect([last.items.length, last.next]).toEqual([400, null]);
    });
    expect(trips).toHaveLength(2);
  });
});

describe("a file that is sent while it is read", () => {
  it("asks for no more than the reader takes, and for nothing once they have gone", async () => {
    const asked: number[] = [];
    let left = false;
    async function* endless() {
      try {
        for (let page = 1; ; page++) {
          asked.push(page);
          yield [[`page ${page}`]];
        }
      } finally {
        left = true;
      }
    }
    const response = await csvFile("x.csv", ["a"], endless());
    expect(asked).toEqual([1]);
    const reader = response.body?.getReader();
    for (let chunk = 0; chunk < 3; chunk++) await reader?.read();
    expect(asked.length).toBeLessThanOrEqual(4);
    await reader?.cancel();
    expect(left).toBe(true);
  });

  it("is refused whole if its first page cannot be read, and torn off, not ended, if a later one cannot", async () => {
    const fails = new Error("The database did not answer.");
    async function* failing(after: number) {
      for (let page = 0; page < after; page++) yield [["x"]];
      throw fails;
    }
    await expect(csvFile("x.csv", ["a"], failing(0))).rejects.toBe(fails);
    const torn = await csvFile("x.csv", ["a"], failing(1));
    await expect(torn.text()).rejects.toThrow();
  });
});
