import { describe, expect, it } from "vitest";
import { addNote } from "../../../src/domain/handoffs/add-note.ts";
import { claimHandoff } from "../../../src/domain/handoffs/claim-handoff.ts";
import { getDeliveries, getHandoff, getTimeline } from "../../../src/domain/handoffs/get-handoff.ts";
import { handOffSession } from "../../../src/domain/handoffs/hand-off-session.ts";
import { addStep } from "../../../src/domain/sessions/add-step.ts";
import { createSession } from "../../../src/domain/sessions/create-session.ts";
import { iso } from "../../../src/platform/iso.ts";
import { newId } from "../../../src/platform/new-id.ts";
import { NOON } from "../../support/factories.ts";
import { MINUTE, handOff, makeHelpDesk, openSession, pickedUp } from "../../support/help-desk.ts";
import { asKey } from "../../support/people.ts";
import { refusal } from "../../support/refusal.ts";
import { handoffRow, logOf } from "../../support/rows.ts";

const LATER = NOON + 5 * MINUTE;

describe("writing a note", () => {
  it("puts anybody's words onto the timeline, in any state of the handoff", async () => {
    const desk = await makeHelpDesk();
    const { handoff, key } = await handOff(desk);
    const note = await addNote(desk.account.as(desk.adam, LATER), key, { text: "Vendor called" });
    expect(note).toEqual({
      id: expect.any(String),
      text: "Vendor called",
      author: { id: desk.adam.id, name: "Adam" },
      created_at: iso(LATER),
    });
    expect((await logOf(desk.account)).at(-1)).toEqual({
      type: "handoff_updated",
      seq: 2,
      handoff_id: handoff.id,
      session_id: key.session_id,
      team_id: null,
      version: 2,
      status: "open",
      actor: { kind: "member", id: desk.adam.id, name: "Adam" },
      created_at: iso(LATER),
      changed: ["note"],
      note,
    });
  });

  it("is heard from each of ten people who write at the same moment", async () => {
    const desk = await makeHelpDesk();
    const { handoff, key } = await handOff(desk);
    const texts = Array.from({ length: 10 }, (_, index) => `Note ${index}`);
    await Promise.all(texts.map((text) => addNote(desk.account.as(desk.priya), key, { text })));
    const notes = (await logOf(desk.account)).flatMap((event) =>
      event.type === "handoff_updated" ? [event["note"]] : [],
    );
    expect(notes.map((note) => (note as { text: string }).text).toSorted()).toEqual(texts);
    expect((await handoffRow(desk.account, handoff.id)).version).toBe(11);
  });

  it("is a tool's only on the sessions that it opened", async () => {
    const desk = await makeHelpDesk();
    const tool = await asKey(desk.account);
    const { id: session_id } = await createSession(tool, {});
    const own = await handOffSession(tool, session_id, { intent: "escalate", priority: "normal" });
    const written = await addNote(tool, { session_id, handoff_id: own.id }, { text: "Still firing" });
    expect(written).toMatchObject({ text: "Still firing", author: null });
    const { key } = await handOff(desk);
    expect(await refusal(addNote(tool, key, { text: "Mine?" }))).toEqual({
      code: "forbidden",
      detail: "An API key works only on the sessions that it created.",
    });
    // A handoff that is not there comes before whose session it is.
    const missing = { ...key, handoff_id: newId() };
    expect(await refusal(addNote(tool, missing, { text: "Mine?" }))).toMatchObject({ code: "not_found" });
  });
});

describe("the timeline", () => {
  it("shows the handoff's own facts, oldest first, and no other handoff's", async () => {
    const desk = await makeHelpDesk();
    const { handoff, key } = await handOff(desk);
    await handOff(desk);
    await claimHandoff(desk.account.as(desk.priya, LATER), key, {});
    await addNote(desk.account.as(desk.priya, LATER), key, { text: "On it" });
    const timeline = await getTimeline(desk.account.as(desk.vik), key);
    expect(timeline.map(({ seq, type }) => [seq, type])).toEqual([
      [1, "handoff_created"],
      [3, "handoff_claimed"],
      [4, "handoff_updated"],
    ]);
    expect(timeline.every((event) => event.handoff_id === handoff.id)).toBe(true);
  });
});

describe("the context screen", () => {
  it("has the handoff, its session, what was tried, the timeline and who was told in one answer", async () => {
    const desk = await makeHelpDesk();
    const { handoff, key } = await pickedUp(desk);
    const step = await addStep(desk.account.as(desk.priya), key.session_id, {
      title: "Fuser",
      result: "worked",
    });
    const vik = desk.account.as(desk.vik);
    const detail = await getHandoff(vik, key);
    expect(detail).toMatchObject({
      handoff,
      session: {
        id: key.session_id,
        status: "active",
        escalated_to_id: desk.priya.id,
        escalated_to_name: "Priya",
      },
      steps: [step],
      branches: [],
      timeline: [{ type: "handoff_created" }, { type: "handoff_claimed" }],
    });
    expect(detail.deliveries).toEqual(await getDeliveries(vik, key));
    const told = detail.deliveries.map(({ recipient_id }) => recipient_id).toSorted();
    expect(told).toEqual([desk.olivia.id, desk.adam.id, desk.priya.id].toSorted());
    expect(detail.deliveries[0]).toEqual({
      id: expect.any(String),
      channel: "email",
      kind: "first",
      recipient_id: expect.any(String),
      recipient: expect.stringContaining("@test.example"),
      status: "cancelled",
      attempts: 0,
      last_error: null,
      provider_message_id: null,
      bundled_into: null,
      created_at: iso(NOON + MINUTE),
      sent_at: null,
      delivered_at: null,
    });
  });

  it("does not find a handoff under another session", async () => {
    const desk = await makeHelpDesk();
    const { handoff } = await handOff(desk);
    const key = { session_id: (await openSession(desk)).id, handoff_id: handoff.id };
    const vik = desk.account.as(desk.vik);
    for (const read of [getHandoff, getTimeline, getDeliveries]) {
      expect(await refusal(read(vik, key))).toEqual({
        code: "not_found",
        detail: "There is no such handoff.",
      });
    }
  });
});
