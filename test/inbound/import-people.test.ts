import { assert, oneof, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidPost } from "../../src/inbound/invalid-post.ts";
import { readPeople } from "../../src/inbound/import-people.ts";
import { readCsv } from "../../src/inbound/read-csv.ts";

const read = (content: object | string, source: "pagerduty" | "opsgenie" = "pagerduty") =>
  readPeople({
    source,
    format: typeof content === "string" ? "csv" : "json",
    content: typeof content === "string" ? content : JSON.stringify(content),
  });
const shown = (imported: ReturnType<typeof read>) =>
  imported.people.map(({ email, role, teams }) => [email, role, teams]);

describe("a table", () => {
  it("is read with quotes, line ends inside them, and whatever separates its cells", () => {
    expect(
      readCsv('\uFEFFa,b\r\n"x ""y""","1\n2"\r\n\r\n3,4').map(({ row, cells }) => [row, ...cells]),
    ).toEqual([
      [1, "a", "b"],
      [2, 'x "y"', "1\n2"],
      [5, "3", "4"],
    ]);
    expect(readCsv("a;b\n1;2").map(({ cells }) => cells)).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  });
});

describe("PagerDuty's exports", () => {
  it("are tables of users with their teams", () => {
    const table = [
      "Name,Email,Base Role,Teams",
      "Kim Lee,Kim@Contoso.example,Account Owner,Network; Servers",
      "Pat,pat@contoso.example,Observer,",
      "Nobody,,Manager,Network",
      "Odd,=HYPERLINK(1),Manager,Network",
    ].join("\r\n");
    const imported = read(table);
    expect(shown(imported)).toEqual([
      ["kim@contoso.example", "admin", ["Network", "Servers"]],
      ["pat@contoso.example", "viewer", []],
    ]);
    expect(imported.teams).toEqual(["Network", "Servers"]);
    expect(imported.problems).toEqual([
      { row: 4, detail: "No e-mail address." },
      { row: 5, detail: "This is no e-mail address." },
    ]);
  });

  it("are users, schedules that name them by id, and who is on call", () => {
    const imported = read({
      users: [
        { id: "P1", name: "Kim", email: "kim@contoso.example", role: "admin", teams: [{ summary: "Core" }] },
        { id: "P2", name: "Pat", email: "pat@contoso.example", role: "user", teams: [] },
      ],
      schedules: [
        {
          name: "Night",
          users: [
            { id: "P2", summary: "Pat" },
            { id: "gone", summary: "Lou" },
          ],
        },
      ],
      oncalls: [{ user: { id: "P1" }, schedule: { summary: "Day" } }],
      teams: [{ name: "Empty" }],
    });
    expect(shown(imported)).toEqual([
      ["kim@contoso.example", "admin", ["Core", "Day"]],
      ["pat@contoso.example", "engineer", ["Night"]],
    ]);
    expect(imported.teams).toEqual(["Empty", "Core", "Day", "Night"]);
    expect(imported.problems).toEqual([{ row: 4, detail: "No e-mail address." }]);
  });
});

describe("Opsgenie's exports", () => {
  it("are users, teams and schedules with rotations", () => {
    const users = { data: [{ username: "kim@contoso.example", fullName: "Kim", role: { name: "Owner" } }] };
    expect(shown(read(users, "opsgenie"))).toEqual([["kim@contoso.example", "admin", []]]);
    const others = {
      data: [
        { name: "Core", members: [{ user: { username: "kim@contoso.example" }, role: "admin" }] },
        {
          name: "Core_schedule",
          ownerTeam: { name: "Core" },
          rotations: [
            {
              participants: [
                { type: "user", username: "pat@contoso.example" },
                { type: "team", name: "x" },
              ],
            },
          ],
        },
      ],
    };
    expect(shown(read(others, "opsgenie"))).toEqual([
      ["kim@contoso.example", "engineer", ["Core"]],
      ["pat@contoso.example", "engineer", ["Core"]],
    ]);
  });

  it("keep hostile names as text on one line", () => {
    const table = "Username,Team\nkim@contoso.example,\"=cmd|' /C calc'!A0\u0000 <b>x</b>\"";
    expect(read(table, "opsgenie").teams).toEqual(["=cmd", "' /C calc'!A0 <b>x</b>"]);
  });
});

it.each([["Name,Phone\nKim,1"], [{ nothing: [] }], [[1, 2]], [""]])(
  "a file that is neither is refused: %j",
  (content) => {
    expect(() => read(content)).toThrow(InvalidPost);
  },
);

it("a file with more people than one import takes is refused", () => {
  const many = ["email", ...Array.from({ length: 301 }, (_, index) => `p${index}@contoso.example`)].join(
    "\n",
  );
  expect(() => read(many)).toThrow("at most 300");
});

it("whatever a file holds, it is read or refused", () => {
  const anything = oneof(
    string({ unit: "binary", maxLength: 500 }),
    string({ maxLength: 500 }).map((text) => `email,team\n${text}`),
  );
  assert(
    property(anything, (content) => {
      for (const format of ["csv", "json"] as const) {
        try {
          for (const { email } of readPeople({ source: "pagerduty", format, content }).people)
            expect(email).toContain("@");
        } catch (error) {
          if (!(error instanceof InvalidPost)) throw error;
        }
      }
    }),
    { numRuns: 500 },
  );
});

it("a cell of a quarter of a million quotes takes no longer than any other file", () => {
  const long = `email\n${'a"'.repeat(120_000)}`;
  const began = performance.now();
  expect(read(long, "opsgenie").problems).toEqual([{ row: 2, detail: "This is no e-mail address." }]);
  // By looking at the whole cell again at each quote it took 25 s.
  expect(performance.now() - began).toBeLessThan(2_000);
});
