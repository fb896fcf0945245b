import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { KeyedRequest } from "../../../src/domain/context.ts";
import { claimHandoff } from "../../../src/domain/handoffs/claim-handoff.ts";
import { returnHandoff } from "../../../src/domain/handoffs/return-handoff.ts";
import { withdrawHandoff } from "../../../src/domain/handoffs/withdraw-handoff.ts";
import { iso } from "../../../src/platform/iso.ts";
import { NOON } from "../../support/factories.ts";
import { MINUTE, handOff, makeHelpDesk, openSession, pickedUp } from "../../support/help-desk.ts";
import { asKey } from "../../support/people.ts";
import { refusal } from "../../support/refusal.ts";
import { everythingOf, handoffRow, lastEventOf, logOf, sessionRow } from "../../support/rows.ts";

const keyed = (key: string): KeyedRequest => {
  const request = { caller: key, operation: "POST /claim", key, body_hash: "hash", status: 200 };
  return { ...request, kept: false, seal: async (answer) => answer };
};

describe("picking a handoff up", () => {
  it("gives it to the claimer, with the session, and says so to everybody", async () => {
    const desk = await makeHelpDesk();
    const { session, handoff, key } = await handOff(desk);
    const at = NOON + 2 * MINUTE;
    const claimed = await claimHandoff(desk.account.as(desk.priya, at), key, {
      read_back: "Check the fuser",
    });
    expect(claimed).toEqual({
      ...handoff,
      status: "claimed",
      claimed_by: desk.priya.id,
      claimed_by_name: "Priya",
      claimed_at: iso(at),
      read_back: "Check the fuser",
      next_action_at: iso(at + 30 * MINUTE),
      next_escalation: null,
      version: 2,
      updated_at: iso(at),
    });
    expect(await sessionRow(desk.account, session.id)).toMatchObject({
      status: "active",
      escalated_to_id: desk.priya.id,
      user_id: desk.sam.id,
    });
    expect(await lastEventOf(desk.account)).toEqual({
      type: "handoff_claimed",
      seq: 2,
      handoff_id: handoff.id,
      session_id: session.id,
      team_id: null,
      version: 2,
      status: "claimed",
      actor: { kind: "member", id: desk.priya.id, name: "Priya" },
      created_at: iso(at),
      claimed_by: { id: desk.priya.id, name: "Priya" },
      claimed_at: iso(at),
      read_back: "Check the fuser",
    });
  });

  it("works for a parked one, for the originator, and for owners and admins", async () => {
    const desk = await makeHelpDesk();
    const { account, sam, priya, adam, olivia } = desk;
    for (const who of [priya, sam, adam, olivia]) {
      const { session, key } = await handOff(desk, { intent: "park" });
      expect(await claimHandoff(account.as(who), key, {})).toMatchObject({
        status: "claimed",
        claimed_by: who.id,
      });
      expect(await sessionRow(account, session.id)).toMatchObject({
        status: "active",
        escalated_to_id: who.id,
      });
    }
  });

  it("answers the holder again with the same, and writes nothing", async () => {
    const desk = await makeHelpDesk();
    const { handoff, key } = await pickedUp(desk);
    const before = await everythingOf(desk.account);
    const again = claimHandoff(desk.account.as(desk.priya, NOON + 9 * MINUTE), key, {
      read_back: "Other words",
    });
    expect(await again).toEqual(handoff);
    expect(await everythingOf(desk.account)).toEqual(before);
  });

  it("tells the one who comes late who has it and since when", async () => {
    const desk = await makeHelpDesk();
    const { key } = await pickedUp(desk);
    const before = await everythingOf(desk.account);
    const refused = {
      code: "already_claimed",
      detail: "Priya picked this up.",
      claimed_by: { id: desk.priya.id, name: "Priya" },
      claimed_at: iso(NOON + 2 * MINUTE),
    };
    expect(await refusal(claimHandoff(desk.account.as(desk.adam), key, {}))).toEqual(refused);
    const withKey = { ...desk.account.as(desk.adam), keyed: keyed(key.handoff_id) };
    expect(await refusal(claimHandoff(withKey, key, {}))).toEqual(refused);
    expect(await everythingOf(desk.account)).toEqual(before);
  });

  it("is refused once the handoff has ended, even to the one who held it", async () => {
    const desk = await makeHelpDesk();
    const returned = await pickedUp(desk);
    await returnHandoff(desk.account.as(desk.priya), returned.key, { reason: "Yours" });
    const withdrawn = await handOff(desk);
    await withdrawHandoff(desk.account.as(desk.sam), withdrawn.key, { reason: "Found it" });
    const before = await everythingOf(desk.account);
    const claim = (key: typeof returned.key) => refusal(claimHandoff(desk.account.as(desk.priya), key, {}));
    expect(await claim(returned.key)).toEqual({ code: "not_open", detail: "The handoff is returned." });
    expect(await claim(withdrawn.key)).toEqual({ code: "not_open", detail: "The handoff is withdrawn." });
    expect(await everythingOf(desk.account)).toEqual(before);
  });

  it("is for people: a tool cannot", async () => {
    const desk = await makeHelpDesk();
    const { handoff, key } = await handOff(desk);
    const refused = await refusal(claimHandoff(await asKey(desk.account), key, {}));
    expect(refused).toEqual({ code: "forbidden", detail: "Only people pick up handoffs." });
    expect((await handoffRow(desk.account, handoff.id)).status).toBe("open");
  });

  it("does not find a handoff under another session", async () => {
    const desk = await makeHelpDesk();
    const { handoff } = await handOff(desk);
    const another = await openSession(desk);
    const key = { session_id: another.id, handoff_id: handoff.id };
    const claim = claimHandoff(desk.account.as(desk.priya), key, {});
    expect(await refusal(claim)).toEqual({ code: "not_found", detail: "There is no such handoff." });
    expect((await sessionRow(desk.account, another.id)).escalated_to_id).toBeNull();
  });
});

describe("picking up with an idempotency key", () => {
  it("keeps the answer that it gives, in the same write", async () => {
    const desk = await makeHelpDesk();
    const { handoff, key } = await handOff(desk);
    const ctx = { ...desk.account.as(desk.priya, NOON + 2 * MINUTE), keyed: keyed(handoff.id) };
    const claimed = await claimHandoff(ctx, key, { read_back: "Mine" });
    const [kept] = await desk.account.db.all(
      sql`SELECT answer, status FROM idempotency_keys WHERE key = ${handoff.id}`,
    );
    expect(kept).toEqual({ answer: JSON.stringify(claimed), status: 200 });
    expect((await logOf(desk.account)).map(({ type }) => type)).toEqual([
      "handoff_created",
      "handoff_claimed",
    ]);
  });

  it("has one winner when two people come at the same moment", async () => {
    const desk = await makeHelpDesk();
    const { key } = await handOff(desk);
    const [one, two] = await Promise.allSettled(
      [desk.priya, desk.adam].map((who) => {
        const ctx = { ...desk.account.as(who), keyed: keyed(who.id) };
        return claimHandoff(ctx, key, {});
      }),
    );
    expect([one?.status, two?.status].toSorted()).toEqual(["fulfilled", "rejected"]);
    expect((await logOf(desk.account)).filter(({ type }) => type === "handoff_claimed")).toHaveLength(1);
  });
});
