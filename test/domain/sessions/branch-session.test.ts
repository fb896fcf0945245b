import { describe, expect, it } from "vitest";
import { addBranch, changeBranch } from "../../../src/domain/sessions/branch-session.ts";
import { getSession } from "../../../src/domain/sessions/get-session.ts";
import { resolveSession } from "../../../src/domain/sessions/resolve-session.ts";
import { iso } from "../../../src/platform/iso.ts";
import { NOON } from "../../support/factories.ts";
import { makeHelpDesk, openSession } from "../../support/help-desk.ts";
import { refusal } from "../../support/refusal.ts";
import { everythingOf, sessionRow } from "../../support/rows.ts";

const wrongParent = (detail: string) => ({
  code: "validation_failed",
  detail,
  errors: [{ pointer: "/parent_branch_id", detail }],
});
const UNKNOWN = wrongParent("There is no such branch in this session.");
const CIRCLE = wrongParent("A branch cannot stand below itself.");

async function branching() {
  const desk = await makeHelpDesk();
  const session = await openSession(desk);
  const sam = desk.account.as(desk.sam);
  const driver = await addBranch(sam, session.id, { label: "Driver" });
  const version = await addBranch(sam, session.id, { label: "Old version", parent_branch_id: driver.id });
  return { ...desk, session, ctx: sam, driver, version };
}

describe("opening a branch", () => {
  it("makes the session branch with the first one, and leaves that one active with the second", async () => {
    const { account, session, ctx, driver, version } = await branching();
    expect(driver).toEqual({
      id: expect.any(String),
      label: "Driver",
      status: "open",
      status_reason: null,
      parent_branch_id: null,
      branch_order: 1,
      created_at: iso(NOON),
    });
    expect(version).toMatchObject({ parent_branch_id: driver.id, branch_order: 2 });
    const row = await sessionRow(account, session.id);
    expect(row).toMatchObject({ is_branching: true, active_branch_id: driver.id });
    expect((await getSession(ctx, session.id)).branches).toEqual([driver, version]);
  });

  it("refuses a parent that is not a branch of this session", async () => {
    const { account, ctx, driver, ...desk } = await branching();
    const another = await openSession({ ...desk, account });
    const before = await everythingOf(account);
    expect(await refusal(addBranch(ctx, another.id, { label: "X", parent_branch_id: driver.id }))).toEqual(
      UNKNOWN,
    );
    expect(await everythingOf(account)).toEqual(before);
  });

  it("gives each branch a place of its own when many are opened at once", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    const labels = Array.from({ length: 10 }, (_, index) => `Branch ${index}`);
    await Promise.all(labels.map((label) => addBranch(desk.account.as(desk.sam), session.id, { label })));
    const { branches, active_branch_id } = await getSession(desk.account.as(desk.sam), session.id);
    expect(branches.map((branch) => branch.branch_order)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(branches.map((branch) => branch.label).toSorted()).toEqual(labels);
    expect(active_branch_id).toBe(branches[0]?.id);
  });
});

describe("changing a branch", () => {
  it("marks it as a dead end with the reason and keeps the rest", async () => {
    const { ctx, session, driver, version } = await branching();
    const change = { status: "dead_end" as const, status_reason: "Same with the newest" };
    const changed = await changeBranch(ctx, { session_id: session.id, branch_id: version.id }, change);
    expect(changed).toEqual({ ...version, ...change });
    expect((await getSession(ctx, session.id)).branches).toEqual([driver, changed]);
  });

  it("refuses a branch below itself, directly or by way of its children", async () => {
    const { account, ctx, session, driver, version } = await branching();
    const key = { session_id: session.id, branch_id: driver.id };
    const before = await everythingOf(account);
    expect(await refusal(changeBranch(ctx, key, { parent_branch_id: driver.id }))).toEqual(CIRCLE);
    expect(await refusal(changeBranch(ctx, key, { parent_branch_id: version.id }))).toEqual(CIRCLE);
    expect(await refusal(changeBranch(ctx, key, { parent_branch_id: ctx.newId() }))).toEqual(UNKNOWN);
    expect(await everythingOf(account)).toEqual(before);
  });

  it("does not find a branch of another session, nor change one of a resolved session", async () => {
    const { account, ctx, session, driver, ...desk } = await branching();
    const another = await openSession({ ...desk, account });
    const label = { label: "Renamed" };
    const elsewhere = { session_id: another.id, branch_id: driver.id };
    expect(await refusal(changeBranch(ctx, elsewhere, label))).toEqual({
      code: "not_found",
      detail: "There is no such branch.",
    });
    await resolveSession(ctx, session.id, { resolution: "Done" });
    expect(await refusal(changeBranch(ctx, { session_id: session.id, branch_id: driver.id }, label))).toEqual(
      {
        code: "invalid_transition",
        detail: "The session is resolved.",
      },
    );
    expect((await getSession(ctx, session.id)).branches[0]).toEqual(driver);
  });
});
