import { describe, expect, it } from "vitest";
import { claimHandoff } from "../../../src/domain/handoffs/claim-handoff.ts";
import { handOffSession } from "../../../src/domain/handoffs/hand-off-session.ts";
import { createSession } from "../../../src/domain/sessions/create-session.ts";
import { resumeSession } from "../../../src/domain/sessions/resume-session.ts";
import { iso } from "../../../src/platform/iso.ts";
import { NOON } from "../../support/factories.ts";
import { MINUTE, handOff, makeHelpDesk, openSession } from "../../support/help-desk.ts";
import { asKey } from "../../support/people.ts";
import { refusal } from "../../support/refusal.ts";
import { everythingOf, handoffRow, lastEventOf, sessionRow } from "../../support/rows.ts";

const NOT_PAUSED = { code: "invalid_transition", detail: "The session is not paused." };
const NOT_YOURS = { code: "forbidden", detail: "Only the session's engineer can take it up again." };

describe("resuming a parked session", () => {
  it("makes it active again and takes the parked handoff back, on the record", async () => {
    const desk = await makeHelpDesk();
    const { session, handoff } = await handOff(desk, { intent: "park" });
    const resumed = await resumeSession(desk.account.as(desk.sam, NOON + 2 * MINUTE), session.id);
    expect(resumed).toEqual({
      ...session,
      status: "active",
      handoff_count: 1,
      updated_at: iso(NOON + 2 * MINUTE),
    });
    expect(await sessionRow(desk.account, session.id)).toMatchObject({ status: "active", handoff_count: 1 });
    expect(await handoffRow(desk.account, handoff.id)).toMatchObject({ status: "withdrawn", version: 2 });
    expect(await lastEventOf(desk.account)).toEqual({
      type: "handoff_withdrawn",
      seq: 2,
      handoff_id: handoff.id,
      session_id: session.id,
      team_id: null,
      version: 2,
      status: "withdrawn",
      actor: { kind: "member", id: desk.sam.id, name: "Sam" },
      created_at: iso(NOON + 2 * MINUTE),
      reason: null,
    });
  });

  it("is for the session's engineer alone, not even for an admin", async () => {
    const desk = await makeHelpDesk();
    const { session } = await handOff(desk, { intent: "park" });
    const before = await everythingOf(desk.account);
    for (const who of [desk.priya, desk.adam, desk.olivia]) {
      expect(await refusal(resumeSession(desk.account.as(who), session.id))).toEqual(NOT_YOURS);
    }
    expect(await everythingOf(desk.account)).toEqual(before);
  });

  it("is for the tool that opened and parked it, too", async () => {
    const desk = await makeHelpDesk();
    const [tool, another] = [await asKey(desk.account), await asKey(desk.account)];
    const { id } = await createSession(tool, {});
    await handOffSession(tool, id, { intent: "park", priority: "normal" });
    expect(await refusal(resumeSession(another, id))).toEqual(NOT_YOURS);
    expect((await resumeSession(tool, id)).status).toBe("active");
  });

  it("is not possible for a session that is active, escalated or picked up", async () => {
    const desk = await makeHelpDesk();
    const { account, sam, priya } = desk;
    const active = await openSession(desk);
    const escalated = await handOff(desk);
    const parked = await handOff(desk, { intent: "park" });
    await claimHandoff(account.as(priya), parked.key, {});
    const before = await everythingOf(account);
    for (const { id } of [active, escalated.session, parked.session]) {
      expect(await refusal(resumeSession(account.as(sam), id))).toEqual(NOT_PAUSED);
    }
    expect(await everythingOf(account)).toEqual(before);
  });
});
