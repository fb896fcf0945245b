import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { MemberChange } from "../../../src/contract/member.ts";
import { changeMember, removeMember } from "../../../src/domain/members/change-member.ts";
import { iso } from "../../../src/platform/iso.ts";
import { newId } from "../../../src/platform/new-id.ts";
import { NOON, type TestAccount, type TestMember } from "../../support/factories.ts";
import { makeHelpDesk } from "../../support/help-desk.ts";
import { deactivate } from "../../support/people.ts";
import { refusal } from "../../support/refusal.ts";
import { everythingOf } from "../../support/rows.ts";

const ONLY_OWNERS = { code: "forbidden", detail: "Only an owner changes owners." };

async function memberRow({ db }: TestAccount, { member_id }: TestMember) {
  const [row] = await db.all(
    sql`SELECT role, team_id, active, deleted_at FROM members WHERE id = ${member_id}`,
  );
  return row;
}

describe("changing a member", () => {
  it("writes what was given and nothing else, and answers with the member", async () => {
    const { account, olivia, sam } = await makeHelpDesk();
    const team_id = await account.team("Network");
    const ctx = account.as(olivia);
    expect(await changeMember(ctx, sam.member_id, { team_id, role: "admin" })).toEqual({
      id: sam.member_id,
      user_id: sam.id,
      name: "Sam",
      email: sam.email,
      role: "admin",
      team_id,
      active: true,
      reachable: true,
      created_at: iso(NOON),
    });
    expect(await memberRow(account, sam)).toEqual({ role: "admin", team_id, active: 1, deleted_at: null });
    expect(ctx.committed.ended).toEqual([]);
  });

  it.each([
    ["a deactivation", { active: false }, { active: 0, role: "engineer" }],
    ["a demotion", { role: "viewer" }, { active: 1, role: "viewer" }],
  ] satisfies [string, MemberChange, object][])(
    "%s and a change of team at the same moment both stand",
    async (_, change, expected) => {
      const { account, olivia, adam, sam } = await makeHelpDesk();
      const team_id = await account.team("Network");
      const first = account.as(olivia);
      await Promise.all([
        changeMember(first, sam.member_id, change),
        changeMember(account.as(adam), sam.member_id, { team_id }),
      ]);
      expect(await memberRow(account, sam)).toEqual({ ...expected, team_id, deleted_at: null });
      expect(first.committed.ended).toEqual([{ kind: "member", id: sam.id, job: expect.any(String) }]);
    },
  );

  it("refuses a team that is not there, or is another account's", async () => {
    const { account, olivia, sam } = await makeHelpDesk();
    const other = await makeHelpDesk();
    const theirs = await other.account.team("Network");
    const before = await everythingOf(account);
    for (const team_id of [newId(), theirs]) {
      const detail = "There is no such team.";
      expect(await refusal(changeMember(account.as(olivia), sam.member_id, { team_id }))).toMatchObject({
        code: "validation_failed",
        errors: [{ pointer: "/team_id", detail }],
      });
    }
    expect(await everythingOf(account)).toEqual(before);
  });
});

describe("an admin", () => {
  it("makes no owner, also not of somebody who is inactive", async () => {
    const { account, adam, sam, priya } = await makeHelpDesk();
    await deactivate(account, priya);
    const before = await everythingOf(account);
    const admin = account.as(adam);
    for (const who of [sam, priya, adam]) {
      expect(await refusal(changeMember(admin, who.member_id, { role: "owner" }))).toEqual(ONLY_OWNERS);
    }
    const both = { role: "owner", active: true } as const;
    expect(await refusal(changeMember(admin, priya.member_id, both))).toEqual(ONLY_OWNERS);
    expect(await everythingOf(account)).toEqual(before);
  });

  it("neither changes nor removes an owner, active or not", async () => {
    const { account, adam } = await makeHelpDesk();
    const [second, third] = [await account.member("owner"), await account.member("owner")];
    await deactivate(account, third);
    const before = await everythingOf(account);
    const admin = account.as(adam);
    const changes: MemberChange[] = [
      { role: "viewer" },
      { active: false },
      { active: true },
      { team_id: null },
    ];
    for (const owner of [second, third]) {
      for (const change of changes) {
        expect(await refusal(changeMember(admin, owner.member_id, change))).toEqual(ONLY_OWNERS);
      }
      expect(await refusal(removeMember(admin, owner.member_id))).toEqual(ONLY_OWNERS);
    }
    expect(await everythingOf(account)).toEqual(before);
    expect(admin.committed.ended).toEqual([]);
  });
});

describe("an owner", () => {
  it("makes owners, lowers them and removes them", async () => {
    const { account, olivia, sam, priya } = await makeHelpDesk();
    const owner = account.as(olivia);
    await deactivate(account, priya);
    for (const who of [sam, priya]) {
      expect(await changeMember(owner, who.member_id, { role: "owner" })).toMatchObject({ role: "owner" });
    }
    expect(await changeMember(owner, sam.member_id, { role: "engineer" })).toMatchObject({
      role: "engineer",
    });
    await removeMember(owner, priya.member_id);
    expect(await memberRow(account, priya)).toEqual({
      role: "owner",
      team_id: null,
      active: 0,
      deleted_at: NOON,
    });
  });
});
