import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY, type EscalationPolicy } from "../../src/contract/escalation-policy.ts";
import type { FieldError } from "../../src/contract/problem.ts";
import { newId } from "../../src/platform/new-id.ts";
import { call, json, problemOf } from "../support/call.ts";
import { handOff, makeHelpDesk } from "../support/help-desk.ts";
import { deactivate } from "../support/people.ts";
import { problemBody } from "../support/problem-body.ts";
import { everythingOf, handoffRow } from "../support/rows.ts";

const PATH = "/api/v1/account/escalation-policy";
const HOURS = { tz: "Europe/Berlin", days: ["mon", "fri"], start: "08:00", end: "18:00" };

describe("an account's escalation policy", () => {
  it("is everybody's until the account chooses its own, which is then answered whole", async () => {
    const { adam } = await makeHelpDesk();
    const { token } = adam;
    expect(await json(200, "GET", PATH, { token })).toEqual(DEFAULT_POLICY);
    const body = { widen_after_minutes: 20, fallback_user_id: adam.id.toUpperCase(), working_hours: HOURS };
    const chosen = { ...DEFAULT_POLICY, ...body, fallback_user_id: adam.id };
    for (let again = 0; again < 2; again++) {
      expect(await json(200, "PUT", PATH, { token, body })).toEqual(chosen);
      expect(await json(200, "GET", PATH, { token })).toEqual(chosen);
    }
    expect(await json(200, "PUT", PATH, { token, body: {} })).toEqual(DEFAULT_POLICY);
    expect(await json(200, "GET", PATH, { token })).toEqual(DEFAULT_POLICY);
  });

  it("counts for handoffs made from then on: those under way keep theirs", async () => {
    const desk = await makeHelpDesk();
    const before = await handOff(desk);
    const body = { claim_lease_minutes: null, remind_after_minutes: [] };
    await json(200, "PUT", PATH, { token: desk.olivia.token, body });
    const after = await handOff(desk);
    const policies = await Promise.all(
      [before, after].map(async ({ handoff }) => (await handoffRow(desk.account, handoff.id)).policy),
    );
    expect(policies).toEqual([DEFAULT_POLICY, { ...DEFAULT_POLICY, ...body }]);
  });

  it("of one account is nobody else's", async () => {
    const [desk, other] = [await makeHelpDesk(), await makeHelpDesk()];
    await json(200, "PUT", PATH, { token: other.olivia.token, body: { widen_after_minutes: 99 } });
    expect(await json(200, "GET", PATH, { token: desk.olivia.token })).toEqual(DEFAULT_POLICY);
  });
});

describe("a policy that cannot work is refused with its reason:", () => {
  const refusals: [string, object, FieldError[]][] = [
    ["negative minutes", { widen_after_minutes: -1 }, [at("/widen_after_minutes", />=1/)]],
    ["no minutes at all", { repeat_every_minutes: 0 }, [at("/repeat_every_minutes", />=1/)]],
    ["half minutes", { claim_lease_minutes: 1.5 }, [at("/claim_lease_minutes", /int/)]],
    ["minutes in words", { remind_after_minutes: [5, "ten"] }, [at("/remind_after_minutes/1", /number/)]],
    [
      "two reminders at once",
      { remind_after_minutes: [5, 15, 5] },
      [{ pointer: "/remind_after_minutes/2", detail: "There is already a reminder after 5 minutes." }],
    ],
    ["hours without days", { working_hours: { ...HOURS, days: [] } }, [at("/working_hours/days", />=1/)]],
    [
      "an unknown zone",
      { working_hours: { ...HOURS, tz: "Europe/Atlantis" } },
      [{ pointer: "/working_hours/tz", detail: "Unknown time zone." }],
    ],
    [
      "a time that no clock shows",
      { quiet_hours: { start: "24:00", end: "06:00", min_priority: "high" } },
      [{ pointer: "/quiet_hours/start", detail: "Not a time HH:MM." }],
    ],
    ["a field of nobody", { widen_after: 5 }, [at("/widen_after", /^This field is not known here\.$/)]],
    [
      "a stranger as fallback",
      { fallback_user_id: newId() },
      [{ pointer: "/fallback_user_id", detail: "There is no such active engineer, admin or owner." }],
    ],
  ];

  it.each(refusals)("%s", async (_, body, errors) => {
    const { account, olivia } = await makeHelpDesk();
    const before = await everythingOf(account);
    for (const [method, path, sent, prefix] of [
      ["PUT", PATH, body, ""],
      ["POST", `${PATH}/preview`, { policy: body, priority: "high" }, "/policy"],
    ] as const) {
      const prefixed = errors.map((error) => ({ ...error, pointer: prefix + error.pointer }));
      const problem = await problemOf(method, path, { token: olivia.token, body: sent });
      const extra = { errors: prefixed };
      expect(problem).toEqual({ ...problemBody("validation_failed", problem.detail, path, extra) });
      expect(problem.detail).toContain(problem.errors?.[0]?.detail);
    }
    expect(await everythingOf(account)).toEqual(before);
  });

  const fallbacks = {
    "a viewer": "A viewer cannot pick up; name an engineer, admin or owner.",
    "an inactive colleague": "There is no such active engineer, admin or owner.",
    "somebody of another account": "There is no such active engineer, admin or owner.",
    "somebody whose mail comes back": "Mail to this person comes back.",
  };

  it.each(Object.entries(fallbacks))("%s as fallback", async (who, detail) => {
    const [desk, other] = [await makeHelpDesk(), await makeHelpDesk()];
    const { account, olivia, vik, sam, adam } = desk;
    await deactivate(account, sam);
    await account.db.all(sql`UPDATE members SET reachable = 0 WHERE id = ${adam.member_id}`);
    const people = [vik, sam, other.sam, adam];
    const fallback_user_id = people[Object.keys(fallbacks).indexOf(who)]?.id;
    const before = await everythingOf(account);
    const problem = await problemOf("PUT", PATH, { token: olivia.token, body: { fallback_user_id } });
    const errors = [{ pointer: "/fallback_user_id", detail }];
    expect(problem).toEqual(problemBody("validation_failed", detail, PATH, { errors }));
    expect(await everythingOf(account)).toEqual(before);
  });

  it("one that would tell nobody, because nobody has a working address", async () => {
    const { account, olivia } = await makeHelpDesk();
    await account.db.all(sql`UPDATE members SET reachable = 0 WHERE account_id = ${account.id}`);
    const detail = "Nobody would be told: no active engineer, admin or owner has a working address.";
    const problem = await problemOf("PUT", PATH, { token: olivia.token, body: {} });
    const errors = [{ pointer: "", detail }];
    expect(problem).toEqual(problemBody("validation_failed", detail, PATH, { errors }));
    await account.db.all(sql`UPDATE members SET reachable = 1 WHERE id = ${olivia.member_id}`);
    expect((await call("PUT", PATH, { token: olivia.token, body: {} })).status).toBe(200);
  });

  it("with all its reasons at once", async () => {
    const { olivia, vik } = await makeHelpDesk();
    const body: Partial<EscalationPolicy> = { fallback_user_id: vik.id, remind_after_minutes: [1, 1] };
    const problem = await problemOf("PUT", PATH, { token: olivia.token, body });
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual([
      "/fallback_user_id",
      "/remind_after_minutes/1",
    ]);
  });
});

/** A field at fault, with words that the schema's library chose. */
function at(pointer: string, words: RegExp): FieldError {
  return { pointer, detail: expect.stringMatching(words) };
}
