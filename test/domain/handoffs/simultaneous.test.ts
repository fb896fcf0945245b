import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { DomainContext } from "../../../src/domain/context.ts";
import { handOffSession } from "../../../src/domain/handoffs/hand-off-session.ts";
import { reassignHandoff } from "../../../src/domain/handoffs/reassign-handoff.ts";
import { releaseHandoff } from "../../../src/domain/handoffs/release-handoff.ts";
import { writeReadBack } from "../../../src/domain/handoffs/write-read-back.ts";
import { changeMember, removeMember } from "../../../src/domain/members/change-member.ts";
import { addBranch, changeBranch } from "../../../src/domain/sessions/branch-session.ts";
import { changeSession } from "../../../src/domain/sessions/change-session.ts";
import { resolveSession } from "../../../src/domain/sessions/resolve-session.ts";
import { makeHelpDesk, openSession, pickedUp } from "../../support/help-desk.ts";
import { interrupted } from "../../support/interrupted.ts";
import { refusal } from "../../support/refusal.ts";
import { handoffRow, lastEventOf, logOf, sessionRow } from "../../support/rows.ts";

describe("two branches that are given each other as parents at once", () => {
  it("end without a circle: one of the two is refused", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    const sam = desk.account.as(desk.sam);
    const one = await addBranch(sam, session.id, { label: "Driver" });
    const two = await addBranch(sam, session.id, { label: "Cable" });
    const under = (id: string, parent_branch_id: string) =>
      changeBranch(sam, { session_id: session.id, branch_id: id }, { parent_branch_id });
    const both = await Promise.allSettled([under(one.id, two.id), under(two.id, one.id)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((end) => end.status === "rejected")?.reason).toMatchObject({
      code: "validation_failed",
      message: "A branch cannot stand below itself.",
    });
    const rows = await desk.account.db.all(
      sql`SELECT parent_branch_id FROM branches WHERE session_id = ${session.id} AND parent_branch_id IS NOT NULL`,
    );
    expect(rows).toHaveLength(1);
  });
});

describe("a holder who resolves while an admin gives the handoff to another", () => {
  const solved = { resolution: "New fuser" };

  it("is refused if the other had it first: nobody's handoff is resolved behind their back", async () => {
    const desk = await makeHelpDesk();
    const { account, adam, priya, olivia } = desk;
    const { session, handoff, key } = await pickedUp(desk);
    const reassign = () => reassignHandoff(account.as(adam), key, { reason: "Shift", to_user_id: olivia.id });
    const resolving = resolveSession(interrupted(account.as(priya), 2, reassign), session.id, solved);
    await expect(resolving).rejects.toMatchObject({ code: "forbidden" });
    expect(await handoffRow(account, handoff.id)).toMatchObject({ status: "claimed", claimed_by: olivia.id });
    expect(await sessionRow(account, session.id)).toMatchObject({
      status: "active",
      escalated_to_id: olivia.id,
      resolution: null,
    });
    expect(await lastEventOf(account)).toMatchObject({ type: "handoff_reassigned", version: 3 });
  });

  it("keeps it if the resolution was first: there is nothing left to give away", async () => {
    const desk = await makeHelpDesk();
    const { account, adam, priya, olivia } = desk;
    const { session, handoff, key } = await pickedUp(desk);
    const resolve = () => resolveSession(account.as(priya), session.id, solved);
    const input = { reason: "Shift", to_user_id: olivia.id };
    const reassigning = reassignHandoff(interrupted(account.as(adam), 1, resolve), key, input);
    await expect(reassigning).rejects.toMatchObject({ code: "invalid_transition" });
    expect(await handoffRow(account, handoff.id)).toMatchObject({ status: "resolved", claimed_by: priya.id });
    expect(await sessionRow(account, session.id)).toMatchObject({ ...solved, escalated_to_id: priya.id });
    const types = (await logOf(account)).map(({ type }) => type);
    expect(types.slice(-2)).toEqual(["handoff_resolved", "session_resolved"]);
    expect(types).not.toContain("handoff_reassigned");
  });

  it("and truly at once: rows and events tell one story", async () => {
    const desk = await makeHelpDesk();
    const { account, adam, priya, olivia } = desk;
    for (let round = 0; round < 5; round++) {
      const { session, handoff, key } = await pickedUp(desk);
      const [resolved, reassigned] = await Promise.allSettled([
        resolveSession(account.as(priya), session.id, solved),
        reassignHandoff(account.as(adam), key, { reason: "Shift", to_user_id: olivia.id }),
      ]);
      expect([resolved.status, reassigned.status].toSorted()).toEqual(["fulfilled", "rejected"]);
      const row = await handoffRow(account, handoff.id);
      const [status, holder] =
        resolved.status === "fulfilled" ? ["resolved", priya.id] : ["claimed", olivia.id];
      expect([row.status, row.claimed_by]).toEqual([status, holder]);
    }
  });
});

describe("reassigning to somebody who loses the right at that moment", () => {
  const detail = "There is no such active engineer, admin or owner.";
  const refused = { code: "validation_failed", detail, errors: [{ pointer: "/to_user_id", detail }] };

  it.each([
    ["is deactivated", (ctx: DomainContext, id: string) => changeMember(ctx, id, { active: false })],
    ["is made a viewer", (ctx: DomainContext, id: string) => changeMember(ctx, id, { role: "viewer" })],
    ["is removed", (ctx: DomainContext, id: string) => removeMember(ctx, id)],
  ])("is refused if the colleague %s first: the handoff stays with its holder", async (_, happens) => {
    const desk = await makeHelpDesk();
    const { account, adam, priya, olivia, sam } = desk;
    const { session, handoff, key } = await pickedUp(desk);
    const ctx = interrupted(account.as(adam), 1, () => happens(account.as(olivia), sam.member_id));
    const input = { reason: "Shift", to_user_id: sam.id };
    expect(await refusal(reassignHandoff(ctx, key, input))).toEqual(refused);
    expect(await handoffRow(account, handoff.id)).toMatchObject({ claimed_by: priya.id, version: 2 });
    expect(await sessionRow(account, session.id)).toMatchObject({ escalated_to_id: priya.id });
    expect((await logOf(account)).map(({ type }) => type)).toEqual(["handoff_created", "handoff_claimed"]);
  });

  it("is carried out if only their team changed", async () => {
    const desk = await makeHelpDesk();
    const { account, adam, olivia, sam } = desk;
    const { key } = await pickedUp(desk);
    const team_id = await account.team("Network");
    const moves = () => changeMember(account.as(olivia), sam.member_id, { team_id });
    const ctx = interrupted(account.as(adam), 1, moves);
    const given = await reassignHandoff(ctx, key, { reason: "Shift", to_user_id: sam.id });
    expect(given).toMatchObject({ claimed_by: sam.id, version: 3 });
  });
});

describe("handing off while the summary is being changed", () => {
  it("freezes one and the same summary everywhere", async () => {
    const desk = await makeHelpDesk();
    const { account, sam } = desk;
    const session = await openSession(desk);
    const change = () => changeSession(account.as(sam), session.id, { problem_summary: "Fuser is hot" });
    const ctx = interrupted(account.as(sam), 2, change);
    const handoff = await handOffSession(ctx, session.id, { intent: "escalate", priority: "high" });
    const problem_summary = "Fuser is hot";
    const row = await sessionRow(account, session.id);
    expect(row).toMatchObject({ problem_summary, status: "escalated", handoff_count: 1 });
    expect(row.escalation_package).toMatchObject({ handoff_id: handoff.id, snapshot: { problem_summary } });
    expect(handoff.snapshot).toMatchObject({ problem_summary });
    expect((await handoffRow(account, handoff.id)).snapshot).toEqual(handoff.snapshot);
    expect(await logOf(account)).toMatchObject([{ type: "handoff_created", problem_summary }]);
  });
});

describe("what the last holder understood", () => {
  it.each(["reassign", "release"] as const)("is cleared by %s, with its correction", async (verb) => {
    const desk = await makeHelpDesk();
    const { account, sam, priya, adam, olivia } = desk;
    const { handoff, key } = await pickedUp(desk);
    await writeReadBack(account.as(priya), key, { read_back: "The fuser" });
    await writeReadBack(account.as(sam), key, { correction: "The drum" });
    const admin = account.as(adam);
    const cleared = { read_back: null, correction: null };
    const given = { reason: "Shift", to_user_id: olivia.id };
    const answer =
      verb === "reassign"
        ? reassignHandoff(admin, key, given)
        : releaseHandoff(admin, key, { reason: "Shift" });
    expect(await answer).toMatchObject(cleared);
    expect(await handoffRow(account, handoff.id)).toMatchObject(cleared);
  });
});
