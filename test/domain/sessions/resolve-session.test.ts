import { describe, expect, it } from "vitest";
import { resolveSession } from "../../../src/domain/sessions/resolve-session.ts";
import { iso } from "../../../src/platform/iso.ts";
import { NOON } from "../../support/factories.ts";
import { MINUTE, makeHelpDesk, openSession, pickedUp } from "../../support/help-desk.ts";
import { refusal } from "../../support/refusal.ts";
import { everythingOf, handoffRow, logOf, sessionRow } from "../../support/rows.ts";

const solved = { resolution: "Replaced the fuser" };

describe("resolving a session", () => {
  it("ends it with what solved it, as one fact in the log", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    const resolved = await resolveSession(desk.account.as(desk.sam, NOON + MINUTE), session.id, solved);
    const end = iso(NOON + MINUTE);
    expect(resolved).toEqual({
      ...session,
      ...solved,
      status: "resolved",
      resolved_at: end,
      updated_at: end,
    });
    expect(await sessionRow(desk.account, session.id)).toMatchObject({
      ...solved,
      status: "resolved",
      resolved_at: NOON + MINUTE,
    });
    expect(await logOf(desk.account)).toEqual([
      {
        type: "session_resolved",
        seq: 1,
        handoff_id: null,
        session_id: session.id,
        team_id: null,
        version: null,
        status: "resolved",
        actor: { kind: "member", id: desk.sam.id, name: "Sam" },
        created_at: end,
        ...solved,
      },
    ]);
  });

  it("resolves the handoff with it: first the handoff's fact, then the session's, without a hole", async () => {
    const desk = await makeHelpDesk();
    const { session, handoff } = await pickedUp(desk);
    await resolveSession(desk.account.as(desk.priya, NOON + 3 * MINUTE), session.id, solved);
    expect(await handoffRow(desk.account, handoff.id)).toMatchObject({
      status: "resolved",
      version: 3,
      claimed_by: desk.priya.id,
    });
    const log = await logOf(desk.account);
    expect(log.map(({ seq, type }) => [seq, type])).toEqual([
      [1, "handoff_created"],
      [2, "handoff_claimed"],
      [3, "handoff_resolved"],
      [4, "session_resolved"],
    ]);
    expect(log[2]).toMatchObject({ handoff_id: handoff.id, status: "resolved", version: 3, ...solved });
  });

  it("is for its engineer, its present holder and admins", async () => {
    const desk = await makeHelpDesk();
    const { account } = desk;
    const { session } = await pickedUp(desk);
    const third = await account.member("engineer", "Third");
    const before = await everythingOf(account);
    expect(await refusal(resolveSession(account.as(third), session.id, solved))).toEqual({
      code: "forbidden",
      detail: "Only the session's engineer, its present holder and admins may do this.",
    });
    expect(await everythingOf(account)).toEqual(before);
    for (const who of [desk.sam, desk.priya, desk.adam, desk.olivia]) {
      const mine = await pickedUp(desk);
      expect(await resolveSession(account.as(who), mine.session.id, solved)).toMatchObject(solved);
    }
  });

  it("happens once: the second time is refused and changes nothing", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    await resolveSession(desk.account.as(desk.sam), session.id, solved);
    const before = await everythingOf(desk.account);
    const again = resolveSession(desk.account.as(desk.adam), session.id, { resolution: "Something else" });
    expect(await refusal(again)).toEqual({ code: "invalid_transition", detail: "The session is resolved." });
    expect(await everythingOf(desk.account)).toEqual(before);
  });

  it("has one winner when two people end it at the same moment", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    const both = await Promise.allSettled([
      resolveSession(desk.account.as(desk.sam), session.id, { resolution: "Sam" }),
      resolveSession(desk.account.as(desk.adam), session.id, { resolution: "Adam" }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect((await logOf(desk.account)).map(({ type }) => type)).toEqual(["session_resolved"]);
  });
});
