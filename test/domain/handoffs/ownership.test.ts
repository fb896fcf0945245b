import { describe, expect, it } from "vitest";
import { claimHandoff } from "../../../src/domain/handoffs/claim-handoff.ts";
import { reassignHandoff } from "../../../src/domain/handoffs/reassign-handoff.ts";
import { releaseHandoff } from "../../../src/domain/handoffs/release-handoff.ts";
import { withdrawHandoff } from "../../../src/domain/handoffs/withdraw-handoff.ts";
import { iso } from "../../../src/platform/iso.ts";
import { NOON } from "../../support/factories.ts";
import { MINUTE, handOff, makeHelpDesk, pickedUp } from "../../support/help-desk.ts";
import { deactivate } from "../../support/people.ts";
import { refusal } from "../../support/refusal.ts";
import { everythingOf, lastEventOf, sessionRow } from "../../support/rows.ts";

const LATER = NOON + 5 * MINUTE;
const unheld = { claimed_by: null, claimed_by_name: null, claimed_at: null };

describe("releasing a handoff", () => {
  it.each([
    ["escalate", "escalated"],
    ["park", "paused"],
  ] as const)("puts an %s back into the queue and makes its session %s", async (intent, status) => {
    const desk = await makeHelpDesk();
    const { session, handoff, key } = await pickedUp(desk, { intent });
    const released = await releaseHandoff(desk.account.as(desk.priya, LATER), key, { reason: "Shift ends" });
    const next_action_at = intent === "park" ? null : iso(NOON + 6 * MINUTE);
    const next_escalation = next_action_at && { step: "remind", at: next_action_at };
    const open = { status: "open", version: 3, updated_at: iso(LATER), next_action_at, next_escalation };
    expect(released).toEqual({ ...handoff, ...unheld, ...open });
    expect(await sessionRow(desk.account, session.id)).toMatchObject({ status, escalated_to_id: null });
    expect(await lastEventOf(desk.account)).toMatchObject({
      type: "handoff_released",
      seq: 3,
      status: "open",
      version: 3,
      actor: { kind: "member", id: desk.priya.id, name: "Priya" },
      reason: "Shift ends",
    });
    expect(await claimHandoff(desk.account.as(desk.adam), key, {})).toMatchObject({
      claimed_by: desk.adam.id,
    });
  });
});

describe("reassigning a handoff", () => {
  it("gives it to a colleague, who holds it from that moment", async () => {
    const desk = await makeHelpDesk();
    const { session, handoff, key } = await pickedUp(desk);
    const to = { to_user_id: desk.olivia.id, reason: "She knows printers" };
    const given = await reassignHandoff(desk.account.as(desk.adam, LATER), key, to);
    expect(given).toEqual({
      ...handoff,
      claimed_by: desk.olivia.id,
      claimed_by_name: "Olivia",
      claimed_at: iso(LATER),
      next_action_at: iso(LATER + 30 * MINUTE),
      version: 3,
      updated_at: iso(LATER),
    });
    expect(await sessionRow(desk.account, session.id)).toMatchObject({
      status: "active",
      escalated_to_id: desk.olivia.id,
    });
    expect(await lastEventOf(desk.account)).toMatchObject({
      type: "handoff_reassigned",
      seq: 3,
      status: "claimed",
      reason: "She knows printers",
      claimed_by: { id: desk.olivia.id, name: "Olivia" },
      claimed_at: iso(LATER),
    });
  });

  it("refuses a viewer, an inactive colleague and somebody of another account", async () => {
    const [desk, other] = [await makeHelpDesk(), await makeHelpDesk()];
    const { key } = await pickedUp(desk);
    await deactivate(desk.account, desk.adam);
    const before = await everythingOf(desk.account);
    const detail = "There is no such active engineer, admin or owner.";
    for (const to of [desk.vik, desk.adam, other.sam]) {
      const given = reassignHandoff(desk.account.as(desk.priya), key, { to_user_id: to.id, reason: "Yours" });
      expect(await refusal(given)).toEqual({
        code: "validation_failed",
        detail,
        errors: [{ pointer: "/to_user_id", detail }],
      });
    }
    expect(await everythingOf(desk.account)).toEqual(before);
  });
});

describe("withdrawing a handoff", () => {
  it("takes it out of the queue and the session goes on", async () => {
    const desk = await makeHelpDesk();
    const { session, handoff, key } = await handOff(desk);
    const withdrawn = await withdrawHandoff(desk.account.as(desk.sam, LATER), key, { reason: "Found it" });
    expect(withdrawn).toEqual({
      ...handoff,
      status: "withdrawn",
      next_action_at: null,
      next_escalation: null,
      version: 2,
      updated_at: iso(LATER),
    });
    expect(await sessionRow(desk.account, session.id)).toMatchObject({ status: "active", handoff_count: 1 });
    expect(await lastEventOf(desk.account)).toMatchObject({
      type: "handoff_withdrawn",
      seq: 2,
      status: "withdrawn",
      reason: "Found it",
    });
  });
});
