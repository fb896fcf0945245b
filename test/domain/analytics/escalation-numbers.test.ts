import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NumbersQuery } from "../../../src/contract/analytics.ts";
import { PRIORITIES } from "../../../src/contract/handoff-lifecycle.ts";
import { getEscalationNumbers } from "../../../src/domain/analytics/get-escalation-numbers.ts";
import { handOffSession } from "../../../src/domain/handoffs/hand-off-session.ts";
import { createSession } from "../../../src/domain/sessions/create-session.ts";
import { iso } from "../../../src/platform/iso.ts";
import { NOON, type TestMember } from "../../support/factories.ts";
import { type HelpDesk, MINUTE, handOff, makeHelpDesk } from "../../support/help-desk.ts";
import { tripsOfVerb } from "../../support/measured-verbs.ts";
import { type Told, referenceNumbers } from "../../support/reference-numbers.ts";
import { refusal } from "../../support/refusal.ts";
import { ACTS, type Story, tell } from "../../support/told-escalations.ts";

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const numbersFor = (
  { account }: HelpDesk,
  who: TestMember,
  query: Partial<NumbersQuery> = {},
  now = NOON + DAY,
) => getEscalationNumbers(account.as(who, now), { tz: "UTC", ...query });

function namesOf(desk: HelpDesk): Record<string, string> {
  return Object.fromEntries([desk.sam, desk.priya, desk.adam].map(({ id, name }) => [id, name]));
}

async function tellAll(desk: HelpDesk, stories: Story[]): Promise<Told[]> {
  const told: Told[] = [];
  for (const story of stories) told.push(await tell(desk, story));
  return told;
}

const story = (at: number, acts: Story["acts"] = []): Story => ({
  at,
  priority: "normal",
  domain: "printing",
  acts,
});

describe("the numbers about escalations", () => {
  it("agree with plain sums over whatever happened, in any zone and range", async () => {
    const act = fc.record({
      act: fc.constantFrom(...ACTS),
      who: fc.constantFrom("priya", "adam", "sam"),
      after: fc.integer({ min: 0, max: 3 * HOUR }),
    });
    const stories = fc.array(
      fc.record({
        at: fc.integer({ min: NOON - 5 * DAY, max: NOON }),
        priority: fc.constantFrom(...PRIORITIES),
        domain: fc.constantFrom("printing", "network", "Änderung", null),
        acts: fc.array(act, { maxLength: 6 }),
      }),
      { maxLength: 8 },
    );
    const asked = fc.record({
      from: fc.integer({ min: NOON - 6 * DAY, max: NOON - 2 * DAY }),
      length: fc.integer({ min: 0, max: 6 * DAY }),
      tz: fc.constantFrom("UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns", "Pacific/Apia"),
    });
    await fc.assert(
      fc.asyncProperty(stories, asked, async (given, { from, length, tz }) => {
        const desk = await makeHelpDesk();
        const told = await tellAll(desk, given);
        const [to, now] = [from + length, NOON + 2 * DAY];
        const numbers = await numbersFor(desk, desk.olivia, { from: iso(from), to: iso(to), tz }, now);
        expect(numbers).toEqual(referenceNumbers(told, { from, to, now, tz, names: namesOf(desk) }));
      }),
      { numRuns: 25 },
    );
  });

  it("count those who still wait at their present age, whom an average over ended ones would leave out", async () => {
    const desk = await makeHelpDesk();
    await tellAll(desk, [
      story(NOON, [{ act: "claim", who: "priya", after: MINUTE }]),
      story(NOON, [{ act: "claim", who: "priya", after: 2 * MINUTE }]),
      story(NOON),
      story(NOON),
      story(NOON, [{ act: "withdraw", who: "sam", after: MINUTE }]),
    ]);
    const early = await numbersFor(desk, desk.vik, {}, NOON + 3 * MINUTE);
    expect(early.time_to_claim_seconds).toEqual({ p50: 120, p90: 180, p99: 180, max: 180, still_waiting: 2 });
    const late = await numbersFor(desk, desk.vik, {}, NOON + HOUR);
    expect(late.time_to_claim_seconds).toEqual({
      p50: 120,
      p90: 3600,
      p99: 3600,
      max: 3600,
      still_waiting: 2,
    });
    expect(late).toMatchObject({ created: 5, claimed: 2, open: 2, withdrawn: 1 });
  });

  it("take the first claim, also after a release, and the first action of whoever then held it", async () => {
    const desk = await makeHelpDesk();
    await tellAll(desk, [
      story(NOON, [
        { act: "message", who: "priya", after: 0 },
        { act: "claim", who: "priya", after: MINUTE },
        { act: "note", who: "sam", after: MINUTE },
        { act: "release", who: "priya", after: MINUTE },
        { act: "step", who: "priya", after: MINUTE },
        { act: "claim_with_read_back", who: "adam", after: MINUTE },
        { act: "note", who: "adam", after: MINUTE },
        { act: "release", who: "adam", after: MINUTE },
      ]),
    ]);
    expect(await numbersFor(desk, desk.olivia)).toMatchObject({
      created: 1,
      claimed: 1,
      open: 1,
      time_to_claim_seconds: { p50: 60, still_waiting: 0 },
      time_to_first_action_seconds: { p50: 300, p90: 300 },
      read_back_rate: 1,
      by_member: [
        { name: "Priya", handed_off: 0, claimed: 1, p50: 60 },
        { name: "Sam", handed_off: 1, claimed: 0, p50: null },
      ],
    });
  });

  it("are nulls, zeros and 24 hours where nothing happened", async () => {
    const desk = await makeHelpDesk();
    const [from, to] = [iso(NOON - DAY), iso(NOON)];
    const names = namesOf(desk);
    for (const range of [
      { from, to },
      { from: to, to },
    ]) {
      const numbers = await numbersFor(desk, desk.olivia, range, NOON);
      const asked = { from: Date.parse(range.from), to: NOON, now: NOON, tz: "UTC", names };
      expect(numbers).toEqual(referenceNumbers([], asked));
      expect(numbers.by_day).toHaveLength(range.from === to ? 0 : 2);
      expect(numbers.by_hour).toHaveLength(24);
    }
  });

  it("hold what was made when the range begins, and not what was made when it ends", async () => {
    const desk = await makeHelpDesk();
    await tellAll(desk, [story(NOON - 1), story(NOON), story(NOON + MINUTE - 1), story(NOON + MINUTE)]);
    const range = { from: iso(NOON), to: iso(NOON + MINUTE) };
    expect(await numbersFor(desk, desk.vik, range)).toMatchObject({ created: 2 });
  });

  it("are about escalations only, and of one team where a team is named", async () => {
    const desk = await makeHelpDesk();
    const team_id = await desk.account.team("Network");
    await handOff(desk);
    await handOff(desk, {}, { problem_summary: "DNS", team_id });
    const ctx = desk.account.as(desk.sam);
    const parked = await createSession(ctx, { problem_summary: "Later", team_id });
    await handOffSession(ctx, parked.id, { intent: "park", priority: "normal" });
    const created = async (query: Partial<NumbersQuery>) =>
      (await numbersFor(desk, desk.olivia, query)).created;
    expect(await created({})).toBe(2);
    expect(await created({ team_id: "all" })).toBe(2);
    expect(await created({ team_id })).toBe(1);
    expect(await created({ team_id: await desk.account.team("Empty") })).toBe(0);
  });

  it("are of one account, and say who did how much to its owners and admins alone", async () => {
    const [desk, other] = [await makeHelpDesk(), await makeHelpDesk()];
    await tellAll(other, [story(NOON, [{ act: "claim", who: "priya", after: MINUTE }])]);
    for (const who of [desk.olivia, desk.adam]) {
      expect(await numbersFor(desk, who)).toMatchObject({ created: 0, by_domain: [], by_member: [] });
    }
    for (const who of [other.sam, other.vik]) {
      const numbers = await numbersFor(other, who);
      expect(numbers.created).toBe(1);
      expect(numbers).not.toHaveProperty("by_member");
    }
    expect((await numbersFor(other, other.adam)).by_member).toHaveLength(2);
  });

  it("reach thirty days back unless told otherwise, and come in one round trip", async () => {
    const desk = await makeHelpDesk();
    const now = NOON + DAY;
    const trips = await tripsOfVerb(desk.account.as(desk.olivia, now), async (ctx) => {
      const numbers = await getEscalationNumbers(ctx, { tz: "UTC" });
      expect(numbers).toMatchObject({ from: iso(now - 30 * DAY), to: iso(now) });
      expect(numbers.by_day).toHaveLength(31);
    });
    expect(trips).toHaveLength(1);
  });

  it.each([
    [{ from: iso(NOON), to: iso(NOON - 1) }, "/to", "The range ends before it begins."],
    [{ from: iso(NOON + 2 * DAY) }, "/from", "This moment has not come yet."],
    [{ from: iso(NOON - 400 * DAY - 1), to: iso(NOON) }, "/from", "A range is at most 400 days long."],
  ])("refuse a range that is none: %o", async (query, pointer, detail) => {
    const desk = await makeHelpDesk();
    expect(await refusal(numbersFor(desk, desk.vik, query))).toEqual({
      code: "validation_failed",
      detail,
      errors: [{ pointer, detail }],
    });
  });
});

describe("where the clock is changed", () => {
  const tz = "Europe/Berlin";
  const inZone = (local: string, offset: string) => Date.parse(`${local}${offset}`);
  const dayOf = (desk: HelpDesk, from: number, to: number) =>
    numbersFor(desk, desk.olivia, { from: iso(from), to: iso(to), tz }, to + DAY);

  it("the day in spring has 23 hours, and what is made at its ends belongs to it", async () => {
    const desk = await makeHelpDesk();
    const [from, to] = [inZone("2027-03-28T00:00:00", "+01:00"), inZone("2027-03-29T00:00:00", "+02:00")];
    expect(to - from).toBe(23 * HOUR);
    const moments = [
      from - 1,
      from,
      inZone("2027-03-28T01:59:59.999", "+01:00"),
      inZone("2027-03-28T03:00:00", "+02:00"),
      to - 1,
      to,
    ];
    await tellAll(
      desk,
      moments.map((at) => story(at)),
    );
    const numbers = await dayOf(desk, from - HOUR, to + HOUR);
    expect(numbers.by_day.map(({ date, created }) => [date, created])).toEqual([
      ["2027-03-27", 1],
      ["2027-03-28", 4],
      ["2027-03-29", 1],
    ]);
    const busy = numbers.by_hour.filter(({ created }) => created > 0);
    expect(busy.map(({ hour, created }) => [hour, created])).toEqual([
      [0, 2],
      [1, 1],
      [3, 1],
      [23, 2],
    ]);
  });

  it("the day in autumn has 25 hours, and the hour that comes twice holds both", async () => {
    const desk = await makeHelpDesk();
    const [from, to] = [inZone("2026-10-25T00:00:00", "+02:00"), inZone("2026-10-26T00:00:00", "+01:00")];
    expect(to - from).toBe(25 * HOUR);
    const moments = [
      from - 1,
      from,
      inZone("2026-10-25T02:30:00", "+02:00"),
      inZone("2026-10-25T02:30:00", "+01:00"),
      inZone("2026-10-25T03:00:00", "+01:00"),
      to - 1,
      to,
    ];
    await tellAll(
      desk,
      moments.map((at) => story(at)),
    );
    const numbers = await dayOf(desk, from - HOUR, to + HOUR);
    expect(numbers.by_day.map(({ date, created }) => [date, created])).toEqual([
      ["2026-10-24", 1],
      ["2026-10-25", 5],
      ["2026-10-26", 1],
    ]);
    const busy = numbers.by_hour.filter(({ created }) => created > 0);
    expect(busy.map(({ hour, created }) => [hour, created])).toEqual([
      [0, 2],
      [2, 2],
      [3, 1],
      [23, 2],
    ]);
    const now = to + HOUR + DAY;
    const told = moments.map((at) => ({
      created_at: at,
      priority: "normal" as const,
      domain: "printing",
      handed_off_by: desk.sam.id,
      status: "open" as const,
      first_claim: null,
      first_action: null,
      read_back: false,
    }));
    expect(numbers).toEqual(
      referenceNumbers(told, { from: from - HOUR, to: to + HOUR, now, tz, names: namesOf(desk) }),
    );
  });
});
