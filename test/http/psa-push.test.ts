import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import type { HandoffKey } from "../../src/domain/handoffs/handoff-row.ts";
import { changeSession } from "../../src/domain/sessions/change-session.ts";
import { getPushState, pushHandoffNote } from "../../src/domain/psa/push-handoff-note.ts";
import { resolveSession } from "../../src/domain/sessions/resolve-session.ts";
import { saveDocumentation } from "../../src/domain/sessions/write-documentation.ts";
import { json, problemOf } from "../support/call.ts";
import { handOff, makeHelpDesk } from "../support/help-desk.ts";
import { pushNotes } from "../../src/queue/push-notes.ts";
import { makePsa } from "../support/psa-room.ts";
import { type PsaDesk, connect, makePsaDesk } from "../support/psa-desk.ts";
import { lastEventOf } from "../support/rows.ts";

const pathOf = (key: HandoffKey) =>
  `/api/v1/ai-sessions/${key.session_id}/handoffs/${key.handoff_id}/psa-push`;
const SECOND = 1_000;
const none = { state: "none", note_id: null, url: null, last_error: null };

/** The same, in the test's own time. */
const sam = (desk: PsaDesk) => desk.account.as(desk.sam, desk.clock.now);
const stateOf = (desk: PsaDesk, key: HandoffKey) => getPushState(sam(desk), key);

describe("the state of a handoff's note", () => {
  it("is none, pending, then pushed with its id and address; everybody who may read sees it", async () => {
    const desk = await makePsaDesk("halopsa");
    const { token } = desk.vik;
    const { key } = await desk.escalate();
    expect(await json(200, "GET", pathOf(key), { token })).toEqual({ ...none, state: "pending" });
    desk.clock.now += 20 * SECOND;
    await desk.push();
    const url = expect.stringMatching(/^https:\/\/co-\w+\.halopsa\.com\/ticket\?id=123$/);
    expect(await json(200, "GET", pathOf(key), { token })).toEqual({
      state: "pushed",
      note_id: "7000",
      url,
      last_error: null,
    });
    const other = await handOff(desk);
    expect(await json(200, "GET", pathOf(other.key), { token })).toEqual(none);
  });

  it("stays pushed when the connection is let go", async () => {
    const desk = await makePsaDesk();
    const { key } = await desk.escalate();
    desk.clock.now += 20 * SECOND;
    await desk.push();
    const response = await json(204, "DELETE", `/api/v1/psa/connections/${desk.connection.id}`, {
      token: desk.adam.token,
    });
    expect(response).toBeNull();
    expect(await stateOf(desk, key)).toEqual({ ...none, state: "pushed", note_id: "7000" });
  });
});

describe("pushing by hand", () => {
  it("lets what waits go at once, and everybody hears of it", async () => {
    const desk = await makePsaDesk();
    const { key } = await desk.escalate();
    expect(await desk.push()).toBe(0);
    const ctx = sam(desk);
    expect(await pushHandoffNote(ctx, key)).toEqual({ ...none, state: "pending" });
    expect([...ctx.committed.notes]).toEqual([[desk.connection.id, 0]]);
    expect(await lastEventOf(desk.account)).toMatchObject({
      changed: ["psa_note"],
      psa_note: { state: "pending" },
    });
    expect(await desk.push()).toBe(1);
    expect(await stateOf(desk, key)).toMatchObject({ state: "pushed" });
  });

  it("tries a failed one again, in the ticket that the session names now", async () => {
    const desk = await makePsaDesk();
    const { key } = await desk.escalate({ psa_ticket_ref: "99999" });
    desk.clock.now += 20 * SECOND;
    await desk.push();
    const last_error = "ConnectWise has no ticket 99999.";
    expect(await stateOf(desk, key)).toEqual({ ...none, state: "failed", last_error });
    await changeSession(sam(desk), key.session_id, { psa_ticket_ref: "123" });
    // Days later, too: trying begins anew.
    desk.clock.now += 3 * 24 * 60 * 60_000;
    await desk.psa.script({ on: "note", answer: "says", status: 409, body: { message: "Locked" } });
    await pushHandoffNote(sam(desk), key);
    await desk.push();
    expect(await stateOf(desk, key)).toEqual({ ...none, state: "pending", last_error: "409: Locked" });
    desk.clock.now += 60 * SECOND;
    await desk.push();
    expect(await stateOf(desk, key)).toMatchObject({ state: "pushed", last_error: null });
    expect((await desk.psa.read()).notes.map(({ ticket }) => ticket)).toEqual(["123"]);
  });

  it("takes a person's word for a ticket that seems to be another customer's, from then on for the session", async () => {
    const desk = await makePsaDesk();
    const { account, priya, clock } = desk;
    const { key } = await desk.escalate({ psa_ticket_ref: "456" });
    clock.now += 20 * SECOND;
    await desk.push();
    const { last_error } = await stateOf(desk, key);
    expect(last_error).toContain("belongs to “Fabrikam”");
    expect(last_error).toContain("If it is the right ticket, push again");
    await pushHandoffNote(sam(desk), key);
    await desk.push();
    expect(await stateOf(desk, key)).toMatchObject({ state: "pushed" });
    await claimHandoff(account.as(priya, clock.now), key, { read_back: "Mine" });
    await desk.push();
    expect((await desk.psa.read()).notes.map(({ ticket, text }) => [ticket, text.split(" ")[0]])).toEqual([
      ["456", "Escalated"],
      ["456", "Picked"],
    ]);
  });

  it("takes it also for what has happened since, and for no other ticket and no other session", async () => {
    const desk = await makePsaDesk();
    const { account, priya, clock } = desk;
    const { key } = await desk.escalate({ psa_ticket_ref: "456" });
    clock.now += 20 * SECOND;
    await desk.push();
    await claimHandoff(account.as(priya, clock.now), key, {});
    await pushHandoffNote(sam(desk), key);
    const other = await desk.escalate({ psa_ticket_ref: "#456" });
    await desk.push();
    expect(await stateOf(desk, key)).toMatchObject({ state: "pushed" });
    clock.now += 20 * SECOND;
    await desk.push();
    expect(await stateOf(desk, other.key)).toMatchObject({ state: "failed" });
    await changeSession(sam(desk), other.key.session_id, { psa_ticket_ref: "99999" });
    await pushHandoffNote(sam(desk), other.key);
    await desk.push();
    const last_error = "ConnectWise has no ticket 99999.";
    expect(await stateOf(desk, other.key)).toMatchObject({ state: "failed", last_error });
    expect((await desk.psa.read()).notes).toHaveLength(1);
  });

  it("goes through once the customer is corrected", async () => {
    const desk = await makePsaDesk();
    const { key } = await desk.escalate({ psa_ticket_ref: "456" });
    desk.clock.now += 20 * SECOND;
    await desk.push();
    await changeSession(sam(desk), key.session_id, { customer: "Fabrikam Inc." });
    await pushHandoffNote(sam(desk), key);
    await desk.push();
    expect(await stateOf(desk, key)).toMatchObject({ state: "pushed" });
  });

  it("brings what failed, and what was merged into it, through the connection that the session names by then", async () => {
    const desk = await makePsaDesk();
    const { account, priya, clock } = desk;
    const { key } = await desk.escalate({ psa_ticket_ref: "99999", psa_connection_id: desk.connection.id });
    await claimHandoff(account.as(priya, clock.now), key, { read_back: "Mine" });
    await desk.push();
    expect((await desk.notes()).map(({ status }) => status)).toEqual(["merged", "failed"]);
    const other = makePsa("halopsa");
    const { id } = await connect(desk, other);
    await changeSession(account.as(priya, clock.now), key.session_id, {
      psa_ticket_ref: "123",
      psa_connection_id: id,
    });
    await pushHandoffNote(sam(desk), key);
    expect(await pushNotes(desk.deps, id)).toBe(1);
    const { notes } = await other.read();
    expect(notes.map(({ text }) => text)).toEqual([
      expect.stringMatching(/Escalated by Sam[^]*Read-back: Mine/),
    ]);
    expect((await desk.psa.read()).notes).toEqual([]);
    expect(await stateOf(desk, key)).toMatchObject({ state: "pushed", note_id: "7000" });
  });

  it("asks a PSA that is being left alone because it failed", async () => {
    const desk = await makePsaDesk();
    const { key } = await desk.escalate();
    desk.clock.now += 20 * SECOND;
    await desk.psa.script({ on: "ticket", answer: "html", status: 403 });
    await desk.push();
    expect(await desk.push()).toBe(0);
    await pushHandoffNote(sam(desk), key);
    expect(await desk.push()).toBe(1);
    expect(await stateOf(desk, key)).toMatchObject({ state: "pushed" });
  });

  it("tells how the handoff stands where nobody had promised it", async () => {
    const desk = await makePsaDesk();
    const { key } = await desk.escalate({ psa_ticket_ref: null });
    await claimHandoff(desk.account.as(desk.priya, desk.clock.now), key, { read_back: "Mine" });
    await changeSession(desk.account.as(desk.priya, desk.clock.now), key.session_id, {
      psa_ticket_ref: "Ticket 123",
    });
    const { token } = desk.priya;
    expect(await json(202, "POST", pathOf(key), { token })).toEqual({ ...none, state: "pending" });
    await desk.account.db.all(
      sql`UPDATE psa_notes SET next_attempt_at = 1 WHERE handoff_id = ${key.handoff_id} AND status = 'pending'`,
    );
    await desk.push();
    const { notes } = await desk.psa.read();
    expect(notes.map(({ text }) => text)).toEqual([expect.stringContaining("Read-back: Mine")]);
  });

  it("calls a parked session parked", async () => {
    const desk = await makePsaDesk();
    const { key } = await desk.escalate({}, { intent: "park" });
    await pushHandoffNote(sam(desk), key);
    await desk.push();
    expect((await desk.psa.read()).notes.map(({ text }) => text.split("\n")[0])).toEqual(["Parked by Sam"]);
  });

  it("brings documentation that was written after the last note, once", async () => {
    const desk = await makePsaDesk();
    const { key } = await desk.escalate();
    await resolveSession(sam(desk), key.session_id, { resolution: "Done" });
    await desk.push();
    await pushHandoffNote(sam(desk), key);
    expect(await desk.push()).toBe(0);
    desk.clock.now += 60 * SECOND;
    await saveDocumentation(sam(desk), key.session_id, { text: "The whole story" });
    await Promise.all([1, 2, 3].map(() => pushHandoffNote(sam(desk), key)));
    await desk.push();
    await pushHandoffNote(sam(desk), key);
    await desk.push();
    const { notes } = await desk.psa.read();
    expect(notes.map(({ text }) => text.includes("The whole story"))).toEqual([false, true]);
  });

  it("brings documentation that was saved while the last note was on its way", async () => {
    const desk = await makePsaDesk();
    const { key } = await desk.escalate();
    await resolveSession(sam(desk), key.session_id, { resolution: "Done" });
    const deps = {
      ...desk.deps,
      fetch: async (url: string, init: RequestInit) => {
        desk.clock.now += SECOND;
        if (init.method === "POST")
          await saveDocumentation(sam(desk), key.session_id, { text: "The whole story" });
        return fetch(url, init);
      },
    };
    expect(await pushNotes(deps, desk.connection.id)).toBe(1);
    expect(await pushHandoffNote(sam(desk), key)).toMatchObject({ state: "pending" });
    await desk.push();
    const { notes } = await desk.psa.read();
    expect(notes.map(({ text }) => text.includes("The whole story"))).toEqual([false, true]);
  });

  it("is refused without a ticket, and without a connection", async () => {
    const desk = await makePsaDesk();
    const { token } = desk.sam;
    const { key } = await desk.escalate({ psa_ticket_ref: null });
    expect(await problemOf("POST", pathOf(key), { token })).toMatchObject({
      status: 409,
      code: "invalid_transition",
      detail: "The session has no ticket.",
    });
    const other = await makeHelpDesk();
    const handed = await handOff(other, {}, { psa_ticket_ref: "123" });
    expect(await problemOf("POST", pathOf(handed.key), { token: other.sam.token })).toMatchObject({
      code: "invalid_transition",
      detail: "The session has no PSA connection.",
    });
  });
});
