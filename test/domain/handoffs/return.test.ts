import { describe, expect, it } from "vitest";
import { claimHandoff } from "../../../src/domain/handoffs/claim-handoff.ts";
import { handOffSession } from "../../../src/domain/handoffs/hand-off-session.ts";
import { returnHandoff } from "../../../src/domain/handoffs/return-handoff.ts";
import { createSession } from "../../../src/domain/sessions/create-session.ts";
import { iso } from "../../../src/platform/iso.ts";
import { NOON } from "../../support/factories.ts";
import { MINUTE, handOff, makeHelpDesk, pickedUp } from "../../support/help-desk.ts";
import { asKey, deactivate } from "../../support/people.ts";
import { refusal } from "../../support/refusal.ts";
import { everythingOf, lastEventOf, ledgerOf, sessionRow } from "../../support/rows.ts";

const LATER = NOON + 5 * MINUTE;
const unheld = { claimed_by: null, claimed_by_name: null, claimed_at: null };

describe("returning a handoff", () => {
  it("gives it back to its engineer, who is told", async () => {
    const desk = await makeHelpDesk();
    const { session, handoff, key } = await pickedUp(desk, { intent: "park" });
    const ctx = desk.account.as(desk.priya, LATER);
    const returned = await returnHandoff(ctx, key, { reason: "Ask the customer first" });
    expect(returned).toEqual({
      ...handoff,
      ...unheld,
      status: "returned",
      next_action_at: null,
      version: 3,
      updated_at: iso(LATER),
    });
    const row = await sessionRow(desk.account, session.id);
    expect(row).toMatchObject({ status: "active", user_id: desk.sam.id, escalated_to_id: null });
    expect(await lastEventOf(desk.account)).toMatchObject({
      type: "handoff_returned",
      status: "returned",
      reason: "Ask the customer first",
    });
    expect(await ledgerOf(desk.account, handoff.id)).toEqual([
      {
        name: "Sam",
        recipient_id: desk.sam.id,
        recipient: desk.sam.email,
        channel: "email",
        kind: "returned",
        status: "pending",
        attempts: 0,
        created_at: LATER,
        account_id: desk.account.id,
      },
    ]);
    expect(ctx.committed.notify).toEqual(new Set([handoff.id]));
  });

  it("tells nobody when they return it to themselves", async () => {
    const desk = await makeHelpDesk();
    const own = await handOff(desk, { intent: "park" });
    await claimHandoff(desk.account.as(desk.sam), own.key, {});
    await returnHandoff(desk.account.as(desk.sam), own.key, { reason: "Mine anyway" });
    expect(await ledgerOf(desk.account, own.handoff.id)).toEqual([]);
  });

  it("is not possible when the engineer has left: it would be with nobody", async () => {
    const desk = await makeHelpDesk();
    const { key } = await pickedUp(desk);
    await deactivate(desk.account, desk.sam);
    const before = await everythingOf(desk.account);
    expect(await refusal(returnHandoff(desk.account.as(desk.priya), key, { reason: "Yours" }))).toEqual({
      code: "invalid_transition",
      detail: "Whoever escalated this does not work here any more. Release it, or give it to somebody else.",
    });
    expect(await everythingOf(desk.account)).toEqual(before);
  });

  it("is not possible where a tool escalated: there is nobody to return it to", async () => {
    const desk = await makeHelpDesk();
    const tool = await asKey(desk.account);
    const { id: session_id } = await createSession(tool, {});
    const { id } = await handOffSession(tool, session_id, { intent: "escalate", priority: "normal" });
    const key = { session_id, handoff_id: id };
    const priya = desk.account.as(desk.priya);
    await claimHandoff(priya, key, {});
    const before = await everythingOf(desk.account);
    expect(await refusal(returnHandoff(priya, key, { reason: "No" }))).toEqual({
      code: "invalid_transition",
      detail: "A tool posted this escalation; there is nobody to return it to.",
    });
    expect(await everythingOf(desk.account)).toEqual(before);
  });
});
