import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { handOffSession } from "../../../src/domain/handoffs/hand-off-session.ts";
import { listHandoffsOfSession } from "../../../src/domain/handoffs/list-handoffs-of-session.ts";
import { resolveSession } from "../../../src/domain/sessions/resolve-session.ts";
import { iso } from "../../../src/platform/iso.ts";
import { NOON } from "../../support/factories.ts";
import { MINUTE, handOff, makeHelpDesk, openSession, pickedUp } from "../../support/help-desk.ts";
import { refusal } from "../../support/refusal.ts";
import { everythingOf, handoffRow, logOf, sessionRow } from "../../support/rows.ts";

const escalate = { intent: "escalate" as const, priority: "normal" as const };

describe("handing a session off again", () => {
  it("supersedes the open handoff: first the old one's fact, then the new one's, in one breath", async () => {
    const desk = await makeHelpDesk();
    const { session, handoff: old } = await handOff(desk, { intent: "park" });
    const next = await handOffSession(desk.account.as(desk.sam, NOON + 2 * MINUTE), session.id, escalate);
    const log = await logOf(desk.account);
    expect(log.map(({ seq, type, handoff_id }) => [seq, type, handoff_id])).toEqual([
      [1, "handoff_parked", old.id],
      [2, "handoff_superseded", old.id],
      [3, "handoff_created", next.id],
    ]);
    expect(log[1]).toEqual({
      type: "handoff_superseded",
      seq: 2,
      handoff_id: old.id,
      session_id: session.id,
      team_id: null,
      version: 2,
      status: "superseded",
      actor: { kind: "member", id: desk.sam.id, name: "Sam" },
      created_at: iso(NOON + 2 * MINUTE),
      superseded_by: next.id,
    });
    expect(await handoffRow(desk.account, old.id)).toMatchObject({ status: "superseded", version: 2 });
    expect(next.snapshot.status).toBe("paused");
    expect(await sessionRow(desk.account, session.id)).toMatchObject({
      status: "escalated",
      handoff_count: 2,
    });
  });

  it("is what its present holder may do: the one who picked it up escalates further", async () => {
    const desk = await makeHelpDesk();
    const { session, handoff: old } = await pickedUp(desk);
    const next = await handOffSession(desk.account.as(desk.priya, NOON + 3 * MINUTE), session.id, escalate);
    expect(next).toMatchObject({ handed_off_by: desk.priya.id, handed_off_by_name: "Priya", status: "open" });
    expect(next.will_notify.map(({ name }) => name)).toEqual(["Adam", "Olivia", "Sam"]);
    expect((await handoffRow(desk.account, old.id)).status).toBe("superseded");
    expect(await sessionRow(desk.account, session.id)).toMatchObject({
      status: "escalated",
      escalated_to_id: null,
    });
    const again = handOffSession(desk.account.as(desk.priya), session.id, escalate);
    expect(await refusal(again)).toEqual({ code: "not_found", detail: "There is no such session." });
  });

  it("leaves exactly one active handoff when several people do it at the same moment", async () => {
    const desk = await makeHelpDesk();
    const { account, sam, adam, olivia } = desk;
    const session = await openSession(desk);
    const people = [sam, adam, olivia, sam, adam, olivia];
    const made = await Promise.all(
      people.map((who) => handOffSession(account.as(who), session.id, escalate)),
    );
    const rows = await account.db.all<{ id: string; status: string }>(
      sql`SELECT id, status FROM handoffs WHERE session_id = ${session.id} ORDER BY id`,
    );
    expect(rows.map(({ id }) => id)).toEqual(made.map(({ id }) => id).toSorted());
    expect(rows.map(({ status }) => status).toSorted()).toEqual([
      "open",
      ...Array.from({ length: 5 }, () => "superseded"),
    ]);
    expect((await sessionRow(account, session.id)).handoff_count).toBe(6);
    const log = await logOf(account);
    expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 11 }, (_, index) => index + 1));
    const open = rows.find(({ status }) => status === "open");
    expect(log.at(-1)).toMatchObject({ type: "handoff_created", handoff_id: open?.id });
  });

  it("is not possible for a resolved session", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    const sam = desk.account.as(desk.sam);
    await resolveSession(sam, session.id, { resolution: "Done" });
    const before = await everythingOf(desk.account);
    expect(await refusal(handOffSession(sam, session.id, escalate))).toEqual({
      code: "invalid_transition",
      detail: "The session is resolved.",
    });
    expect(await everythingOf(desk.account)).toEqual(before);
  });
});

describe("the history of a session's handoffs", () => {
  it("is there for everybody who reads, newest first, page by page", async () => {
    const desk = await makeHelpDesk();
    const { session, handoff: first } = await handOff(desk, { intent: "park" });
    const later = (minutes: number) =>
      handOffSession(desk.account.as(desk.sam, NOON + minutes * MINUTE), session.id, escalate);
    const [second, third] = [await later(2), await later(3)];
    const vik = desk.account.as(desk.vik);
    const one = await listHandoffsOfSession(vik, session.id, { limit: 2, after: null });
    expect(one.items.map(({ id, status }) => [id, status])).toEqual([
      [third.id, "open"],
      [second.id, "superseded"],
    ]);
    const two = await listHandoffsOfSession(vik, session.id, { limit: 2, after: one.next });
    expect(two).toMatchObject({ items: [{ id: first.id, intent: "park" }], next: null });
  });
});
