import { describe, expect, it } from "vitest";
import type { SessionChange } from "../../src/contract/session.ts";
import type { HandoffKey } from "../../src/domain/handoffs/handoff-row.ts";
import { changeSession } from "../../src/domain/sessions/change-session.ts";
import { pushNotes } from "../../src/queue/push-notes.ts";
import { interrupted } from "../support/interrupted.ts";
import { type PsaDesk, connect, makePsaDesk } from "../support/psa-desk.ts";
import { type TestPsa, makePsa } from "../support/psa-room.ts";

const SECOND = 1_000;
const HOUR = 60 * 60_000;

describe("a session that gets another ticket", () => {
  const rename = (desk: PsaDesk, key: HandoffKey, change: SessionChange) =>
    changeSession(desk.account.as(desk.sam, desk.clock.now), key.session_id, change);
  const told = async (psa: TestPsa) => (await psa.read()).notes.map(({ ticket }) => ticket);

  it("takes along what is still to be told, and the former ticket hears nothing", async () => {
    const desk = await makePsaDesk();
    const { key } = await desk.escalate({ psa_ticket_ref: "123" });
    await rename(desk, key, { psa_ticket_ref: " 900 " });
    expect(await desk.push()).toBe(0);
    desk.clock.now += 20 * SECOND;
    expect(await desk.push()).toBe(1);
    expect(await desk.notes()).toMatchObject([
      { status: "pushed", ticket_ref: "900", ticket_id: "project/900" },
    ]);
    expect(await told(desk.psa)).toEqual(["900"]);
  });

  it("in another system goes there, and that system's queue hears of it", async () => {
    const desk = await makePsaDesk();
    const { key } = await desk.escalate({ psa_connection_id: desk.connection.id });
    const halo = makePsa("halopsa");
    const { id } = await connect(desk, halo);
    desk.clock.now += 20 * SECOND;
    const sam = desk.account.as(desk.sam, desk.clock.now);
    await changeSession(sam, key.session_id, { psa_connection_id: id });
    expect([...sam.committed.notes]).toEqual([[id, 0]]);
    expect(await desk.push()).toBe(0);
    expect(await pushNotes(desk.deps, id)).toBe(1);
    expect([await told(desk.psa), await told(halo)]).toEqual([[], ["123"]]);
  });

  it("or none lets go what waits, and takes it up again with the next one", async () => {
    const desk = await makePsaDesk();
    const { key } = await desk.escalate();
    await rename(desk, key, { psa_ticket_ref: null });
    desk.clock.now += 20 * SECOND;
    expect(await desk.push()).toBe(0);
    expect(await desk.notes()).toMatchObject([{ status: "cancelled", next_attempt_at: null }]);
    await rename(desk, key, { psa_ticket_ref: "900" });
    expect(await desk.push()).toBe(1);
    expect(await told(desk.psa)).toEqual(["900"]);
  });

  it("while the former one is asked writes nothing there, but follows", async () => {
    const desk = await makePsaDesk();
    const { key } = await desk.escalate();
    desk.clock.now += 20 * SECOND;
    let asked = 0;
    const deps = {
      ...desk.deps,
      fetch: async (url: string, init: RequestInit) => {
        if (asked++ === 0) await rename(desk, key, { psa_ticket_ref: "900" });
        return fetch(url, init);
      },
    };
    await desk.psa.script({ answer: "says", status: 409, body: { message: "Ticket is locked" } });
    expect(await pushNotes(deps, desk.connection.id)).toBe(2);
    expect(await desk.notes()).toMatchObject([{ status: "pushed", ticket_ref: "900" }]);
    expect(await told(desk.psa)).toEqual(["900"]);
  });

  it("before its note was read, but after it was taken, writes nothing into the former one", async () => {
    const desk = await makePsaDesk();
    const { key } = await desk.escalate();
    desk.clock.now += 20 * SECOND;
    // Taking is the pusher's first batch, reading what is to be told its second.
    const { db } = interrupted({ ...desk.account.as(desk.sam), db: desk.deps.db }, 2, () =>
      rename(desk, key, { psa_ticket_ref: "900" }),
    );
    expect(await pushNotes({ ...desk.deps, db }, desk.connection.id)).toBe(2);
    expect(await told(desk.psa)).toEqual(["900"]);
  });

  it("stays with the former one where its note may be there; where it is not, it follows", async () => {
    for (const takes of [true, false]) {
      const desk = await makePsaDesk();
      const { key } = await desk.escalate();
      desk.clock.now += 20 * SECOND;
      await desk.psa.script({ on: "note", answer: "says", takes, status: 502, body: {} });
      await desk.push();
      await rename(desk, key, { psa_ticket_ref: "900" });
      desk.clock.now += 30 * SECOND;
      await desk.push();
      expect(await told(desk.psa)).toEqual([takes ? "123" : "900"]);
    }
  });

  it("leaves behind what another session has to tell the former ticket", async () => {
    const desk = await makePsaDesk();
    const other = await desk.escalate({ psa_ticket_ref: "123" });
    const moving = await desk.escalate({ psa_ticket_ref: "123" });
    desk.clock.now += 20 * SECOND;
    await desk.psa.script({ on: "note", answer: "says", status: 409, body: { message: "Ticket is locked" } });
    await desk.push();
    expect((await desk.notes()).map(({ status }) => status)).toEqual(["merged", "pending"]);
    await rename(desk, moving.key, { psa_ticket_ref: "900" });
    desk.clock.now += HOUR;
    await desk.push();
    expect((await desk.notes()).map(({ handoff_id, ticket_ref }) => [handoff_id, ticket_ref])).toEqual([
      [other.handoff.id, "123"],
      [moving.handoff.id, "900"],
    ]);
    expect((await told(desk.psa)).toSorted()).toEqual(["123", "900"]);
  });

  it("leaves the notes of every other session and account where they were", async () => {
    const [desk, foreign] = [await makePsaDesk(), await makePsaDesk()];
    const { key } = await desk.escalate();
    await desk.escalate();
    await foreign.escalate();
    await rename(desk, key, { psa_ticket_ref: "900" });
    expect((await desk.notes()).map(({ ticket_ref }) => ticket_ref)).toEqual(["900", "#123"]);
    expect((await foreign.notes()).map(({ ticket_ref }) => ticket_ref)).toEqual(["#123"]);
  });
});
