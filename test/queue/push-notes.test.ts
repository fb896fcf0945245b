import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { PSA_KINDS } from "../../src/contract/psa.ts";
import { decodeRow } from "../../src/db/decode-row.ts";
import { psa_notes } from "../../src/db/schema.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { handOffSession } from "../../src/domain/handoffs/hand-off-session.ts";
import { releaseHandoff } from "../../src/domain/handoffs/release-handoff.ts";
import { deleteConnection } from "../../src/domain/psa/connections.ts";
import { loadNote } from "../../src/domain/psa/load-note.ts";
import { markerOf, writeNote } from "../../src/domain/psa/write-note.ts";
import { recordAssessment } from "../../src/domain/assessment/record-assessment.ts";
import { addStep } from "../../src/domain/sessions/add-step.ts";
import { changeSession } from "../../src/domain/sessions/change-session.ts";
import { resolveSession } from "../../src/domain/sessions/resolve-session.ts";
import { saveDocumentation } from "../../src/domain/sessions/write-documentation.ts";
import { pushNotes } from "../../src/queue/push-notes.ts";
import { NOON } from "../support/factories.ts";
import { makeHelpDesk, openSession } from "../support/help-desk.ts";
import { connect, makePsaDesk } from "../support/psa-desk.ts";
import { makePsa } from "../support/psa-room.ts";
import { handoffRow, lastEventOf, logOf } from "../support/rows.ts";

const SECOND = 1_000;
const HOUR = 60 * 60_000;

describe("a ticket is told", () => {
  it.each(PSA_KINDS)("in %s of an escalation, its pick-up and its end, each once", async (kind) => {
    const desk = await makePsaDesk(kind);
    const { account, priya, clock } = desk;
    const { handoff, key } = await desk.escalate(
      { psa_ticket_ref: "123" },
      { engineer_notes: "Spooler dies" },
    );
    expect(await desk.push()).toBe(0);
    clock.now += 20 * SECOND;
    expect(await desk.push()).toBe(1);
    await claimHandoff(account.as(priya, clock.now), key, { read_back: "Driver first" });
    expect(await desk.push()).toBe(1);
    await resolveSession(account.as(priya, clock.now), key.session_id, { resolution: "New driver" });
    expect(await desk.push()).toBe(1);
    expect(await desk.push()).toBe(0);

    const { notes } = await desk.psa.read();
    expect(notes.map(({ ticket }) => ticket)).toEqual(["123", "123", "123"]);
    expect(notes.map(({ text }) => text)).toEqual([
      expect.stringMatching(/Printer offline[^]*Notes\nSpooler dies[^]*\n\nBaton handoff [0-9a-f]{8} r1$/),
      expect.stringMatching(/Picked up by Priya\nRead-back: Driver first\n\nBaton handoff [0-9a-f]{8} r\d$/),
      expect.stringMatching(/Resolved by Priya[^]*Resolution\nNew driver\n\nBaton handoff [0-9a-f]{8} r\d$/),
    ]);
    expect((await desk.notes()).map(({ status, reason, note_id }) => [status, reason, note_id])).toEqual([
      ["pushed", "escalation", "7000"],
      ["pushed", "claim", "7001"],
      ["pushed", "resolution", "7002"],
    ]);
    expect(await handoffRow(account, handoff.id)).toMatchObject({
      psa_note_pushed: true,
      psa_note_id: "7002",
    });
  });

  it("with what everybody sees live and on the timeline: that it is there, and where", async () => {
    const desk = await makePsaDesk("halopsa");
    const { handoff } = await desk.escalate();
    desk.clock.now += 20 * SECOND;
    await desk.push();
    const { version } = await handoffRow(desk.account, handoff.id);
    const url = `https://${desk.psa.connection.settings["host" as never]}/ticket?id=123`;
    expect(await lastEventOf(desk.account)).toMatchObject({
      type: "handoff_updated",
      handoff_id: handoff.id,
      version,
      actor: { kind: "system", id: null, name: "Baton" },
      changed: ["psa_note_pushed", "psa_note_id", "psa_note"],
      psa_note_pushed: true,
      psa_note_id: "7000",
      psa_note: { state: "pushed", ticket: "#123", url },
    });
  });

  it("with the assessment, where it came while the note waited, and without where it did not", async () => {
    const desk = await makePsaDesk();
    const [{ handoff }] = [await desk.escalate(), await desk.escalate({ psa_ticket_ref: "900" })];
    const assessment = {
      likely_cause: "The driver",
      suggested_steps: ["Replace the driver"],
      confidence: "high" as const,
      evidence: [],
      source: "rules",
      model: null,
      duration_ms: 1,
    };
    await recordAssessment(desk.account.as(desk.sam, NOON), handoff.id, assessment);
    desk.clock.now += 20 * SECOND;
    await desk.push();
    const { notes } = await desk.psa.read();
    expect(notes.map(({ text }) => text.includes("Likely cause: The driver\n- Replace the driver"))).toEqual([
      true,
      false,
    ]);
  });

  it("by the documentation instead, where somebody wrote it", async () => {
    const desk = await makePsaDesk();
    const { key } = await desk.escalate();
    const priya = desk.account.as(desk.priya, NOON);
    await claimHandoff(priya, key, {});
    await saveDocumentation(priya, key.session_id, { text: "All of it, in my words." });
    await resolveSession(priya, key.session_id, { resolution: "Fixed" });
    await desk.push();
    const { notes } = await desk.psa.read();
    expect(notes).toHaveLength(1);
    expect(notes[0]?.text).toContain("Resolved by Priya\nAll of it, in my words.");
  });

  it("of the end of a session whose handoff was over already, on its newest handoff; never of one that was never handed off", async () => {
    const desk = await makePsaDesk();
    const { account, sam } = desk;
    const { key } = await desk.escalate({ psa_ticket_ref: "123" });
    await account.db.all(sql`UPDATE handoffs SET status = 'withdrawn' WHERE id = ${key.handoff_id}`);
    await resolveSession(account.as(sam), key.session_id, { resolution: "By itself" });
    const quiet = await openSession(desk, { psa_ticket_ref: "456" });
    await resolveSession(account.as(sam), quiet.id, { resolution: "x" });
    expect((await desk.notes()).map(({ reason, handoff_id }) => [reason, handoff_id])).toEqual([
      ["escalation", key.handoff_id],
      ["resolution", key.handoff_id],
    ]);
  });
});

describe("nobody is told", () => {
  it.each([
    ["without a ticket", { psa_ticket_ref: null }],
    ["for a ticket that is only blanks", { psa_ticket_ref: "  " }],
  ])("%s", async (_, about) => {
    const desk = await makePsaDesk();
    const { key } = await desk.escalate(about);
    await claimHandoff(desk.account.as(desk.priya), key, {});
    await resolveSession(desk.account.as(desk.priya), key.session_id, { resolution: "x" });
    expect(await desk.notes()).toEqual([]);
  });

  it("of a parked session, which is private", async () => {
    const desk = await makePsaDesk();
    await desk.escalate({}, { intent: "park" });
    expect(await desk.notes()).toEqual([]);
  });

  it("where two connections could be meant and the session names none; by the one that it names else", async () => {
    const desk = await makePsaDesk();
    const other = await connect(desk, makePsa("halopsa"));
    await desk.escalate();
    await desk.escalate({ psa_connection_id: other.id });
    const rows = await desk.account.db.all(
      sql`SELECT connection_id FROM psa_notes WHERE account_id = ${desk.account.id}`,
    );
    expect(rows).toEqual([{ connection_id: other.id }]);
  });

  it("through another account's connection", async () => {
    await makePsaDesk();
    const desk = await makeHelpDesk();
    const session = await openSession(desk, { psa_ticket_ref: "123" });
    await resolveSession(desk.account.as(desk.sam), session.id, { resolution: "x" });
    expect(
      await desk.account.db.all(sql`SELECT 1 FROM psa_notes WHERE account_id = ${desk.account.id}`),
    ).toEqual([]);
  });
});

describe("several changes of one ticket that wait", () => {
  it("are one note, with what each says and the marker of each; all of them are told then", async () => {
    const desk = await makePsaDesk();
    const { account, priya, clock } = desk;
    const { handoff, key } = await desk.escalate();
    await desk.escalate({ psa_ticket_ref: "900" });
    await claimHandoff(account.as(priya, clock.now), key, {});
    await releaseHandoff(account.as(priya, clock.now), key, { reason: "Lunch" });
    await claimHandoff(account.as(priya, clock.now), key, { read_back: "Again" });
    expect(await desk.push()).toBe(1);
    const { notes } = await desk.psa.read();
    const rows = await desk.notes();
    const last = rows.find(({ version }) => version === 4);
    expect(notes.map(({ ticket }) => ticket)).toEqual(["123"]);
    const about = { handoff_id: handoff.id };
    const markers = [1, 2, 4].map((version) => markerOf({ ...about, version })).join("\n");
    expect(notes[0]?.text.endsWith(`Read-back: Again\n\n${markers}`)).toBe(true);
    expect(rows.map(({ status, merged_into, note_id }) => [status, merged_into, note_id])).toEqual([
      ["merged", last?.id, "7000"],
      ["pending", null, null],
      ["merged", last?.id, "7000"],
      ["pushed", null, "7000"],
    ]);
  });

  it("tell every handoff's timeline, also that of one which was superseded", async () => {
    const desk = await makePsaDesk();
    const first = await desk.escalate();
    const { account, sam, clock } = desk;
    const second = await handOffSession(account.as(sam, clock.now), first.key.session_id, {
      intent: "escalate",
      priority: "high",
    });
    clock.now += 20 * SECOND;
    await desk.push();
    for (const id of [first.handoff.id, second.id]) {
      expect(await handoffRow(account, id)).toMatchObject({ psa_note_pushed: true, psa_note_id: "7000" });
    }
    const told = (await logOf(account)).filter(({ type }) => type === "handoff_updated");
    expect(told.map(({ handoff_id }) => handoff_id).toSorted()).toEqual(
      [first.handoff.id, second.id].toSorted(),
    );
  });
});

describe("a note that did not get through", () => {
  it("is looked for before it is written again, where it may be there; it is not doubled", async () => {
    const desk = await makePsaDesk();
    await desk.escalate();
    desk.clock.now += 20 * SECOND;
    await desk.psa.script({ on: "note", answer: "says", takes: true, status: 502, body: {} });
    await desk.push();
    expect(await desk.notes()).toMatchObject([
      { status: "pending", uncertain: 1, next_attempt_at: desk.clock.now + 30 * SECOND },
    ]);
    desk.clock.now += 30 * SECOND;
    await desk.push();
    expect(await desk.notes()).toMatchObject([
      { status: "pushed", uncertain: 0, note_id: "7000", attempts: 2 },
    ]);
    const { notes, calls } = await desk.psa.read();
    expect(notes).toHaveLength(1);
    expect(calls.filter((call) => call.startsWith("POST"))).toHaveLength(1);
  });

  it("is written again where it turns out not to be there", async () => {
    const desk = await makePsaDesk();
    await desk.escalate();
    desk.clock.now += 20 * SECOND;
    await desk.psa.script({ on: "note", answer: "says", status: 504 });
    await desk.push();
    desk.clock.now += 30 * SECOND;
    await desk.push();
    expect((await desk.psa.read()).notes).toHaveLength(1);
    expect(await desk.notes()).toMatchObject([{ status: "pushed", attempts: 2 }]);
  });

  it("holds the ticket's later ones back until that is known; then they follow", async () => {
    const desk = await makePsaDesk();
    const { key } = await desk.escalate();
    desk.clock.now += 20 * SECOND;
    await desk.psa.script({ on: "note", answer: "says", status: 504, takes: true });
    await desk.push();
    await claimHandoff(desk.account.as(desk.priya, desk.clock.now), key, {});
    desk.clock.now += 30 * SECOND;
    expect(await desk.push()).toBe(2);
    expect((await desk.psa.read()).notes.map(({ text }) => text.split("\n")[0])).toEqual([
      "Escalated by Sam",
      "Picked up by Priya",
    ]);
  });

  it("waits alone where its ticket is locked; another ticket's goes meanwhile", async () => {
    const desk = await makePsaDesk();
    await desk.escalate();
    desk.clock.now += 1;
    await desk.escalate({ psa_ticket_ref: "900" });
    desk.clock.now += 20 * SECOND;
    await desk.psa.script({ on: "note", answer: "says", status: 409, body: { message: "Ticket is locked" } });
    await desk.push();
    expect(await desk.notes()).toMatchObject([
      { status: "pending", uncertain: 0, last_error: "409: Ticket is locked" },
      { status: "pushed" },
    ]);
    expect(await desk.connectionRow()).toMatchObject({ broken_since: null, busy_until: null });
  });

  it("waits as long as the PSA asks, and so does everything else of its connection", async () => {
    const desk = await makePsaDesk();
    await desk.escalate();
    await desk.escalate({ psa_ticket_ref: "900" });
    desk.clock.now += 20 * SECOND;
    await desk.psa.script({ answer: "says", status: 429, headers: { "Retry-After": "120" } });
    expect(await desk.push()).toBe(1);
    desk.clock.now += 119 * SECOND;
    expect(await desk.push()).toBe(0);
    desk.clock.now += 10 * SECOND;
    expect(await desk.push()).toBe(2);
    expect(await desk.connectionRow()).toMatchObject({ broken_since: null });
  });

  it("marks the connection broken while nothing gets through, and is tried until a day has passed", async () => {
    const desk = await makePsaDesk();
    await desk.account.db.all(
      sql`UPDATE psa_connections SET settings = json_set(settings, '$.company_id', 'unknown')`,
    );
    const { handoff } = await desk.escalate();
    desk.clock.now += 20 * SECOND;
    const began = desk.clock.now;
    await desk.push();
    const error = "na.myconnectwise.net knows no company “unknown”.";
    expect(await desk.connectionRow()).toMatchObject({ broken_since: began, last_error: error });
    for (let hour = 0; hour < 24; hour++) {
      desk.clock.now += HOUR;
      await desk.push();
    }
    expect(await desk.notes()).toMatchObject([
      { status: "failed", last_error: error, next_attempt_at: null },
    ]);
    expect(await desk.connectionRow()).toMatchObject({ broken_since: began });
    expect(await lastEventOf(desk.account)).toMatchObject({
      type: "handoff_updated",
      handoff_id: handoff.id,
      changed: ["psa_note"],
      psa_note: { state: "failed", ticket: "#123", last_error: error },
    });
  });

  it.each([
    ["there is no such ticket", "99999", "ConnectWise has no ticket 99999."],
    [
      "the ticket is another customer's",
      "456",
      "Ticket 456 belongs to “Fabrikam”, the session is about “Contoso”. Nothing was written there. If it is the right ticket, push again; else correct the session's ticket or customer first.",
    ],
    ["nothing in it is a ticket", "the printer one", "“the printer one” is no ConnectWise ticket number."],
  ])("has failed at once where %s", async (_, psa_ticket_ref, last_error) => {
    const desk = await makePsaDesk();
    await desk.escalate({ psa_ticket_ref });
    desk.clock.now += 20 * SECOND;
    await desk.push();
    expect(await desk.notes()).toMatchObject([{ status: "failed", last_error, attempts: 1 }]);
    expect((await desk.psa.read()).notes).toEqual([]);
    expect(await desk.connectionRow()).toMatchObject({ broken_since: null });
  });
});

describe("one connection", () => {
  it("is pushed through by one pusher at a time", async () => {
    const desk = await makePsaDesk("autotask");
    for (const psa_ticket_ref of ["123", "T20240215.0001", "900"]) await desk.escalate({ psa_ticket_ref });
    desk.clock.now += 20 * SECOND;
    let now = 0;
    let most = 0;
    const counting = async (url: string, init: RequestInit) => {
      most = Math.max(most, ++now);
      return fetch(url, init).finally(() => now--);
    };
    const deps = { ...desk.deps, fetch: counting };
    const taken = await Promise.all([1, 2, 3, 4].map(() => pushNotes(deps, desk.connection.id)));
    expect(taken.toSorted()).toEqual([0, 0, 0, 3]);
    expect(most).toBe(1);
    expect((await desk.psa.read()).notes).toHaveLength(3);
  });

  it("writes nothing that might still be under way when somebody else may take the note", async () => {
    const desk = await makePsaDesk("halopsa");
    const slow = {
      ...desk.deps,
      fetch: (url: string, init: RequestInit) => {
        desk.clock.now += 15 * SECOND;
        return desk.deps.fetch(url, init);
      },
    };
    await desk.escalate();
    desk.clock.now += 20 * SECOND;
    await pushNotes(slow, desk.connection.id);
    const last_error = "There was no time left to write it safely.";
    expect(await desk.notes()).toMatchObject([{ status: "pending", last_error, ticket_id: "123" }]);
    expect((await desk.psa.read()).notes).toEqual([]);
    // The ticket need not be found again.
    desk.clock.now += 60 * SECOND;
    await pushNotes(slow, desk.connection.id);
    expect(await desk.notes()).toMatchObject([{ status: "pushed" }]);
  });

  it("that was deleted while its note was on the way leaves nothing behind", async () => {
    const desk = await makePsaDesk();
    await desk.escalate();
    desk.clock.now += 20 * SECOND;
    const deps = {
      ...desk.deps,
      fetch: async (url: string, init: RequestInit) => {
        if (init.method === "POST") await deleteConnection(desk.account.as(desk.olivia), desk.connection.id);
        return fetch(url, init);
      },
    };
    expect(await pushNotes(deps, desk.connection.id)).toBe(1);
    expect(await desk.notes()).toEqual([]);
  });

  it("whose credentials no key opens says so", async () => {
    const desk = await makePsaDesk();
    await desk.escalate();
    desk.clock.now += 20 * SECOND;
    const env = { ...desk.deps.env, BETTER_AUTH_SECRET: "another-secret-another-secret-another" };
    expect(await pushNotes({ ...desk.deps, env }, desk.connection.id)).toBe(1);
    const last_error = "The connection's credentials cannot be opened. Enter them again.";
    expect(await desk.connectionRow()).toMatchObject({ broken_since: desk.clock.now, last_error });
  });
});

it("whatever people have typed: 60 kB, control characters and halves of characters are one note that fits, with its marker", async () => {
  const desk = await makePsaDesk("autotask");
  const { account, sam } = desk;
  const { key } = await desk.escalate({}, { engineer_notes: "\u0000\u0007\u202eevil\ud800 <b>" });
  for (let step = 0; step < 8; step++) {
    await addStep(account.as(sam), key.session_id, {
      title: "Try",
      result: "failed",
      detail: "🖨".repeat(4_999),
    });
  }
  await changeSession(account.as(sam), key.session_id, { customer: "Contoso" });
  await resolveSession(account.as(sam), key.session_id, { resolution: "Gave up\r\nat last" });
  await desk.push();
  const { notes } = await desk.psa.read();
  expect(notes).toHaveLength(1);
  const text = notes[0]?.text ?? "";
  expect(text.length).toBeLessThanOrEqual(30_000);
  expect(/Notes\nevil\ufffd+ <b>\n/.test(text)).toBe(true);
  expect(text.isWellFormed()).toBe(true);
  expect(/[\p{Cc}\u202e]/u.test(text.replaceAll("\n", ""))).toBe(false);
  const end = /shortened: Baton holds the rest\)\n\nBaton handoff \w{8} r1\nBaton handoff \w{8} r2$/;
  expect(end.test(text)).toBe(true);
});

it("a long change pushes none out that is told with it", async () => {
  const desk = await makePsaDesk();
  const { account, sam } = desk;
  const { key } = await desk.escalate({}, { engineer_notes: "n".repeat(9_000) });
  const long = { title: "Try", result: "failed" as const, detail: "d".repeat(9_000) };
  for (let step = 0; step < 3; step++) await addStep(account.as(sam), key.session_id, long);
  const again = { intent: "escalate" as const, priority: "normal" as const };
  await handOffSession(account.as(sam), key.session_id, again);
  await resolveSession(account.as(sam), key.session_id, { resolution: "New driver" });
  await saveDocumentation(account.as(sam), key.session_id, { text: "It was the driver" });
  await desk.push();
  const [note] = (await desk.psa.read()).notes;
  expect(note?.text.length).toBeLessThanOrEqual(30_000 + 300);
  expect(note?.text).toContain(`Notes\n${"n".repeat(9_000)}`);
  expect(note?.text).toContain(
    "(shortened: Baton holds the rest)\n\n———\n\nResolved by Sam\nIt was the driver\n\n",
  );
});

it("after a storm a note tells the newest changes, and ends with the marker by which it is found", async () => {
  const desk = await makePsaDesk();
  await desk.escalate();
  const [row = {}] = await desk.account.db.all(
    sql`SELECT * FROM psa_notes WHERE account_id = ${desk.account.id}`,
  );
  const [told] = await loadNote(desk.account.db, decodeRow(psa_notes, row));
  if (!told) throw new Error("The escalation has a note.");
  const storm = Array.from({ length: 2_000 }, (_, version) => ({ ...told, note: { ...told.note, version } }));
  const { text, marker } = writeNote(storm);
  expect(text.length).toBeLessThanOrEqual(30_000);
  expect(text).toMatch(/^\(1950 earlier changes are left out\)\n/);
  expect(text.endsWith(`\n${marker}`)).toBe(true);
});
