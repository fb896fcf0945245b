import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY } from "../../../src/contract/escalation-policy.ts";
import { addTarget } from "../../../src/domain/channels/add-target.ts";
import { removeTarget } from "../../../src/domain/channels/remove-target.ts";
import { decodeAddressee, selectTeam } from "../../../src/domain/deliveries/addressees.ts";
import { handOffSession } from "../../../src/domain/handoffs/hand-off-session.ts";
import { changePolicy } from "../../../src/domain/ladder/change-policy.ts";
import { ladderStep } from "../../../src/domain/ladder/plan.ts";
import { previewPolicy } from "../../../src/domain/ladder/preview-policy.ts";
import { firstToTell, toldByStep } from "../../../src/domain/ladder/recipients.ts";
import { changeMember } from "../../../src/domain/members/change-member.ts";
import { createSession } from "../../../src/domain/sessions/create-session.ts";
import { iso } from "../../../src/platform/iso.ts";
import { newId } from "../../../src/platform/new-id.ts";
import { NOON } from "../../support/factories.ts";
import { MINUTE, makeHelpDesk } from "../../support/help-desk.ts";
import { refusal } from "../../support/refusal.ts";
import { everythingOf } from "../../support/rows.ts";

const by = ({ user_id, name }: { user_id: string; name: string }) => ({ user_id, name, channel: "email" });

const chat = (name: string, channel: "slack" | "teams") => ({
  channel,
  name,
  sealed: name,
  shown: "…",
  identity: name,
});

describe("the preview", () => {
  it("says what the ladder's own functions say, and changes nothing", async () => {
    const desk = await makeHelpDesk();
    const { account, olivia, sam } = desk;
    const team_id = await account.team("Network");
    await account.member("engineer", "Nia", team_id);
    const policy = { ...DEFAULT_POLICY, first_notify: "team" as const, fallback_user_id: sam.id };
    const before = await everythingOf(account);
    const { steps } = await previewPolicy(account.as(olivia), { policy, priority: "normal", team_id });
    expect(await everythingOf(account)).toEqual(before);

    const team = (await account.db.all(selectTeam(account.id))).map(decodeAddressee);
    const about = {
      policy,
      priority: "normal" as const,
      team_id,
      handed_off_by: null,
      to_user_id: null,
      to_team_id: null,
    };
    const first = firstToTell(team, about);
    const told = new Set(first.map(({ user_id }) => user_id));
    const expected = [{ at: iso(NOON), kind: "first", recipients: first.map(by) }];
    for (let index = 0; index < 6; index++) {
      const { at, kind } = ladderStep(policy, { created_at: NOON, priority: "normal" }, index);
      const people = toldByStep(kind, team, told, about);
      for (const { user_id } of people) told.add(user_id);
      expected.push({ at: iso(at), kind, recipients: people.map(by) });
    }
    expect(steps).toEqual(expected);
    expect(steps.map(({ kind }) => kind)).toEqual([
      "first",
      "reminder",
      "reminder",
      "widened",
      "fallback",
      "reminder",
      "reminder",
    ]);
    expect(steps[0]?.recipients).toEqual([{ user_id: expect.any(String), name: "Nia", channel: "email" }]);
  });

  it("is of the account's own policy, now, for everybody, unless told otherwise", async () => {
    const { account, olivia } = await makeHelpDesk();
    const ctx = account.as(olivia);
    await changePolicy(ctx, { ...DEFAULT_POLICY, remind_after_minutes: [], widen_after_minutes: 7 });
    const { steps } = await previewPolicy(ctx, { priority: "low" });
    const names = steps.map(({ at, kind, recipients }) => [at, kind, recipients.map(({ name }) => name)]);
    const everybody = ["Adam", "Olivia", "Priya", "Sam"];
    expect(names).toEqual([
      [iso(NOON), "first", everybody],
      [iso(NOON + 7 * MINUTE), "widened", everybody],
      [iso(NOON + 37 * MINUTE), "reminder", everybody],
      [iso(NOON + 67 * MINUTE), "reminder", everybody],
    ]);
  });

  it("is what then happens: whoever it names first is promised a notice at that moment", async () => {
    const { account, olivia, sam } = await makeHelpDesk();
    const quiet_hours = { start: "11:00", end: "13:00", min_priority: "high" as const };
    await changePolicy(account.as(olivia), { ...DEFAULT_POLICY, quiet_hours });
    const at = iso(NOON + MINUTE);
    const { steps } = await previewPolicy(account.as(olivia), { priority: "normal", at });
    const first = steps.filter(({ kind }) => kind === "first");
    expect(first).toMatchObject([{ at: iso(NOON + 60 * MINUTE) }]);
    const { id } = await createSession(account.as(sam), {});
    const given = { intent: "escalate" as const, priority: "normal" as const };
    const handoff = await handOffSession(account.as(sam, Date.parse(at)), id, given);
    const promised = await account.db.all(sql`SELECT recipient_id, next_attempt_at FROM deliveries
      WHERE handoff_id = ${handoff.id} AND kind = 'first' ORDER BY recipient_id`);
    const others = first[0]?.recipients.filter(({ user_id }) => user_id !== sam.id) ?? [];
    expect(promised).toEqual(
      others
        .map(({ user_id }) => ({ recipient_id: user_id, next_attempt_at: NOON + 60 * MINUTE }))
        .toSorted((a, b) => String(a.recipient_id).localeCompare(String(b.recipient_id))),
    );
    expect(promised).toHaveLength(3);
  });

  it("names the account's chats with the first notice and with each step, whatever hours people want quiet", async () => {
    const { account, olivia } = await makeHelpDesk();
    const ctx = account.as(olivia);
    const quiet_hours = { start: "11:00", end: "13:00", min_priority: "high" as const };
    await changePolicy(ctx, { ...DEFAULT_POLICY, quiet_hours });
    const { id } = await addTarget(ctx, "account", chat("#escalations", "slack"));
    await addTarget(ctx, "me", chat("Olivia's own", "teams"));
    const { steps } = await previewPolicy(ctx, { priority: "normal" });
    const told = steps.flatMap(({ at, kind, recipients }) =>
      recipients.filter(({ user_id }) => user_id === null).map((recipient) => ({ at, kind, ...recipient })),
    );
    const named = { user_id: null, name: "#escalations", channel: "slack" };
    // Two steps that are due at one moment are one message.
    const expected = [
      [0, "first"],
      [5, "reminder"],
      [15, "widened"],
      [45, "reminder"],
      [75, "reminder"],
    ] as const;
    expect(told).toEqual(
      expected.map(([minute, kind]) => ({ at: iso(NOON + minute * MINUTE), kind, ...named })),
    );
    await removeTarget(ctx, "account", id);
    const after = (await previewPolicy(ctx, { priority: "normal" })).steps;
    expect(after.flatMap(({ recipients }) => recipients).filter(({ user_id }) => !user_id)).toEqual([]);
  });

  it("refuses a team that is not the account's", async () => {
    const [desk, other] = [await makeHelpDesk(), await makeHelpDesk()];
    for (const team_id of [newId(), await other.account.team("Network")]) {
      const asked = previewPolicy(desk.account.as(desk.olivia), { priority: "low", team_id });
      const detail = "There is no such team.";
      expect(await refusal(asked)).toEqual({
        code: "validation_failed",
        detail,
        errors: [{ pointer: "/team_id", detail }],
      });
    }
  });
});

describe("a fallback person who leaves at the moment of the save", () => {
  it("is no fallback: the policy stays as it was", async () => {
    const { account, olivia, sam } = await makeHelpDesk();
    const ctx = account.as(olivia);
    const { db } = ctx;
    let left = false;
    const all: typeof db.all = async (query) => {
      if (!left) {
        left = true;
        await changeMember(account.as(olivia), sam.member_id, { active: false });
      }
      return db.all(query);
    };
    const saving = changePolicy(
      { ...ctx, db: { ...db, all } },
      { ...DEFAULT_POLICY, fallback_user_id: sam.id },
    );
    const detail = "There is no such active engineer, admin or owner.";
    const errors = [{ pointer: "/fallback_user_id", detail }];
    expect(await refusal(saving)).toEqual({ code: "validation_failed", detail, errors });
    const [row] = await account.db.all(sql`SELECT escalation_policy FROM accounts WHERE id = ${account.id}`);
    expect(row).toEqual({ escalation_policy: null });
  });
});
