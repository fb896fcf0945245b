import { describe, expect, it } from "vitest";
import { addBranch } from "../../../src/domain/sessions/branch-session.ts";
import { changeSession } from "../../../src/domain/sessions/change-session.ts";
import { createSession } from "../../../src/domain/sessions/create-session.ts";
import { resolveSession } from "../../../src/domain/sessions/resolve-session.ts";
import { iso } from "../../../src/platform/iso.ts";
import { NOON } from "../../support/factories.ts";
import { MINUTE, makeHelpDesk, openSession, pickedUp } from "../../support/help-desk.ts";
import { asKey } from "../../support/people.ts";
import { refusal } from "../../support/refusal.ts";
import { everythingOf, sessionRow } from "../../support/rows.ts";

const NOT_YOURS = {
  code: "forbidden",
  detail: "Only the session's engineer, its present holder and admins may do this.",
};

describe("changing what is known of a session", () => {
  it("lets its engineer correct the summary and leaves the rest as it was", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    const change = { problem_summary: "Print server down", contact: "Kim" };
    const changed = await changeSession(desk.account.as(desk.sam, NOON + MINUTE), session.id, change);
    expect(changed).toEqual({ ...session, ...change, updated_at: iso(NOON + MINUTE) });
    expect(await sessionRow(desk.account, session.id)).toMatchObject({
      ...change,
      updated_at: NOON + MINUTE,
    });
  });

  it("clears a field that is set to null", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    const changed = await changeSession(desk.account.as(desk.sam), session.id, { customer: null });
    expect(changed.customer).toBeNull();
    expect((await sessionRow(desk.account, session.id)).customer).toBeNull();
  });

  it("is for its engineer, its present holder, owners and admins; nobody else", async () => {
    const desk = await makeHelpDesk();
    const { account, sam, priya, olivia, adam } = desk;
    const { session } = await pickedUp(desk);
    const third = await account.member("engineer", "Third");
    for (const who of [sam, priya, olivia, adam]) {
      const changed = await changeSession(account.as(who), session.id, { contact: who.name });
      expect(changed.contact).toBe(who.name);
    }
    const before = await everythingOf(account);
    const change = changeSession(account.as(third), session.id, { contact: "Third" });
    expect(await refusal(change)).toEqual(NOT_YOURS);
    expect(await everythingOf(account)).toEqual(before);
  });

  it("lets a tool change the sessions that it opened, and no others", async () => {
    const desk = await makeHelpDesk();
    const [tool, another] = [await asKey(desk.account), await asKey(desk.account)];
    const own = await createSession(tool, {});
    expect((await changeSession(tool, own.id, { device: "SRV-1" })).device).toBe("SRV-1");
    expect(await refusal(changeSession(another, own.id, { device: "SRV-2" }))).toEqual(NOT_YOURS);
    expect((await sessionRow(desk.account, own.id)).device).toBe("SRV-1");
  });

  it("moves on to another branch of the same session only", async () => {
    const desk = await makeHelpDesk();
    const sam = desk.account.as(desk.sam);
    const [session, another] = [await openSession(desk), await openSession(desk)];
    await addBranch(sam, session.id, { label: "Driver" });
    const spooler = await addBranch(sam, session.id, { label: "Spooler" });
    const foreign = await addBranch(sam, another.id, { label: "Network" });
    const moved = await changeSession(sam, session.id, { active_branch_id: spooler.id });
    expect(moved.active_branch_id).toBe(spooler.id);
    expect(await refusal(changeSession(sam, session.id, { active_branch_id: foreign.id }))).toEqual({
      code: "validation_failed",
      detail: "There is no such branch in this session.",
      errors: [{ pointer: "/active_branch_id", detail: "There is no such branch in this session." }],
    });
    expect((await sessionRow(desk.account, session.id)).active_branch_id).toBe(spooler.id);
  });

  it("names an unknown person's every mistake before it says that they may not", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    const priya = desk.account.as(desk.priya);
    const change = { team_id: priya.newId(), active_branch_id: priya.newId() };
    expect(await refusal(changeSession(priya, session.id, change))).toEqual({
      code: "validation_failed",
      detail: "There is no such team. There is no such branch in this session.",
      errors: [
        { pointer: "/team_id", detail: "There is no such team." },
        { pointer: "/active_branch_id", detail: "There is no such branch in this session." },
      ],
    });
  });

  it("is over once the session is resolved", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    const sam = desk.account.as(desk.sam);
    await resolveSession(sam, session.id, { resolution: "New toner" });
    const before = await everythingOf(desk.account);
    expect(await refusal(changeSession(sam, session.id, { contact: "Kim" }))).toEqual({
      code: "invalid_transition",
      detail: "The session is resolved.",
    });
    expect(await everythingOf(desk.account)).toEqual(before);
  });
});
