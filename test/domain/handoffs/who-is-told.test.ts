import { describe, expect, it } from "vitest";
import { handOffSession } from "../../../src/domain/handoffs/hand-off-session.ts";
import { createSession } from "../../../src/domain/sessions/create-session.ts";
import { NOON, makeAccount } from "../../support/factories.ts";
import { makeHelpDesk, openSession } from "../../support/help-desk.ts";
import { asKey, deactivate, remove } from "../../support/people.ts";
import { refusal } from "../../support/refusal.ts";
import { everythingOf, ledgerOf, sessionRow } from "../../support/rows.ts";

const escalate = { intent: "escalate" as const, priority: "normal" as const };

describe("who is told of an escalation", () => {
  it("is every active owner, admin and engineer but the one who escalates, once each", async () => {
    const desk = await makeHelpDesk();
    const { account, sam, olivia, adam, priya } = desk;
    await deactivate(account, await account.member("engineer", "Inactive"));
    await remove(account, await account.member("admin", "Removed"));
    const { id } = await openSession(desk);
    const handoff = await handOffSession(account.as(sam), id, escalate);
    const told = [adam, olivia, priya];
    expect(handoff.will_notify).toEqual(
      told.map((who) => ({ user_id: who.id, name: who.name, channel: "email" })),
    );
    expect(await ledgerOf(account, handoff.id)).toEqual(
      told.map((who) => ({
        name: who.name,
        recipient_id: who.id,
        recipient: who.email,
        channel: "email",
        kind: "first",
        status: "pending",
        attempts: 0,
        created_at: NOON,
        account_id: account.id,
      })),
    );
  });

  it("is nobody when the escalator works alone, and the escalation stands nevertheless", async () => {
    const account = await makeAccount();
    const ctx = account.as(await account.member("owner"));
    const session = await createSession(ctx, {});
    const handoff = await handOffSession(ctx, session.id, escalate);
    expect(handoff.will_notify).toEqual([]);
    expect(await ledgerOf(account, handoff.id)).toEqual([]);
    expect(ctx.committed.notify).toEqual(new Set());
    expect((await sessionRow(account, session.id)).status).toBe("escalated");
  });

  it("is everybody when a tool escalates, in the name of the tool", async () => {
    const { account } = await makeHelpDesk();
    const tool = await asKey(account);
    const session = await createSession(tool, { problem_summary: "Disk full" });
    const handoff = await handOffSession(tool, session.id, escalate);
    expect(handoff).toMatchObject({ handed_off_by: null, handed_off_by_name: null });
    const names = handoff.will_notify.map(({ name }) => name);
    expect(names).toEqual(["Adam", "Olivia", "Priya", "Sam", "owner"]);
    const id = tool.actor.kind === "api_key" ? tool.actor.id : "";
    expect(tool.committed.events).toMatchObject([
      { actor: { kind: "integration", id, name: "Monitoring" }, handed_off_by: null },
    ]);
  });

  it("is never anybody of another account", async () => {
    const [desk, other] = [await makeHelpDesk(), await makeHelpDesk()];
    const { id } = await openSession(desk);
    const { will_notify } = await handOffSession(desk.account.as(desk.sam), id, escalate);
    const others = new Set([other.olivia, other.adam, other.priya, other.sam].map((who) => who.id));
    expect(will_notify.filter(({ user_id }) => user_id !== null && others.has(user_id))).toEqual([]);
  });
});

describe("who may hand a session off", () => {
  it("is its engineer, an owner and an admin; for other engineers and tools it is not there", async () => {
    const desk = await makeHelpDesk();
    const { account, sam, olivia, adam, priya } = desk;
    const { id } = await openSession(desk);
    const strangers = [account.as(priya), await asKey(account)];
    const before = await everythingOf(account);
    for (const stranger of strangers) {
      const refused = await refusal(handOffSession(stranger, id, escalate));
      expect(refused).toEqual({ code: "not_found", detail: "There is no such session." });
    }
    expect(await everythingOf(account)).toEqual(before);
    for (const who of [sam, olivia, adam]) {
      expect((await handOffSession(account.as(who), id, escalate)).handed_off_by).toBe(who.id);
    }
  });

  it("refuses addressees who cannot take part: viewers, inactive people, foreign people and teams", async () => {
    const [desk, other] = [await makeHelpDesk(), await makeHelpDesk()];
    const { account, sam, vik, priya } = desk;
    await deactivate(account, priya);
    const { id } = await openSession(desk);
    const before = await everythingOf(account);
    const detail = "There is no such active engineer, admin or owner.";
    for (const to of [vik, priya, other.sam]) {
      const given = { ...escalate, to_user_id: to.id };
      expect(await refusal(handOffSession(account.as(sam), id, given))).toEqual({
        code: "validation_failed",
        detail,
        errors: [{ pointer: "/to_user_id", detail }],
      });
    }
    const given = { ...escalate, to_team_id: await other.account.team("Theirs") };
    expect(await refusal(handOffSession(account.as(sam), id, given))).toMatchObject({
      code: "validation_failed",
      errors: [{ pointer: "/to_team_id", detail: "There is no such team." }],
    });
    expect(await everythingOf(account)).toEqual(before);
  });
});
