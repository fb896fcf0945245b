import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addMessage } from "../../../src/domain/sessions/add-message.ts";
import { addStep } from "../../../src/domain/sessions/add-step.ts";
import { addBranch } from "../../../src/domain/sessions/branch-session.ts";
import { createSession } from "../../../src/domain/sessions/create-session.ts";
import { resolveSession } from "../../../src/domain/sessions/resolve-session.ts";
import {
  readDocumentation,
  saveDocumentation,
  writeDocumentation,
} from "../../../src/domain/sessions/write-documentation.ts";
import { iso } from "../../../src/platform/iso.ts";
import { NOON } from "../../support/factories.ts";
import { MINUTE, makeHelpDesk, openSession, pickedUp } from "../../support/help-desk.ts";
import { interrupted } from "../../support/interrupted.ts";
import { asKey } from "../../support/people.ts";
import { refusal } from "../../support/refusal.ts";
import { sessionRow } from "../../support/rows.ts";

describe("the documentation of a session", () => {
  it("says what the problem was, what was tried, who had it and how it ended", async () => {
    const desk = await makeHelpDesk();
    const { session } = await pickedUp(desk, { engineer_notes: "Need a print expert" });
    const priya = desk.account.as(desk.priya, NOON + 3 * MINUTE);
    await addStep(priya, session.id, {
      title: "Restarted the spooler",
      result: "failed",
      detail: "Stops again",
    });
    await addMessage(priya, session.id, { role: "user", content: "Still nothing" });
    await resolveSession(priya, session.id, { resolution: "Replaced the fuser" });
    const written = await writeDocumentation(desk.account.as(desk.sam, NOON + 4 * MINUTE), session.id);
    expect(written).toEqual({
      text: [
        "Problem\nPrinter offline\nCustomer: Contoso\nDevice: PRN-7\nDomain: printing",
        "What was tried\n1. Restarted the spooler: did not help: Stops again",
        "Handoffs\n- 20 Nov 2026, 12:01 UTC: Sam escalated it: Need a print expert, picked up by Priya",
        "Conversation\n- Priya: Still nothing",
        "Resolution\nReplaced the fuser",
      ].join("\n\n"),
      source: "rules",
      created_at: iso(NOON + 4 * MINUTE),
    });
    expect(await readDocumentation(desk.account.as(desk.vik), session.id)).toEqual(written);
  });

  it("ends with what is left to be looked at", async () => {
    const desk = await makeHelpDesk();
    const { id } = await openSession(desk);
    const sam = desk.account.as(desk.sam);
    await addBranch(sam, id, { label: "Driver" });
    await addStep(sam, id, { title: "Swapped the cable", result: "inconclusive" });
    await addStep(sam, id, { title: "Called the vendor", result: "skipped" });
    const { text } = await writeDocumentation(sam, id);
    expect(text.slice(text.indexOf("Follow-ups"))).toBe(
      [
        "Follow-ups",
        "- Driver is open",
        "- Step 1 was inconclusive: Swapped the cable",
        "- Step 2 was skipped: Called the vendor",
      ].join("\n"),
    );
  });

  it("keeps what a person made of it", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    await writeDocumentation(desk.account.as(desk.sam), session.id);
    const edited = await saveDocumentation(desk.account.as(desk.priya, NOON + MINUTE), session.id, {
      text: "Edited",
    });
    expect(edited).toEqual({ text: "Edited", source: "member", created_at: iso(NOON + MINUTE) });
    expect(await sessionRow(desk.account, session.id)).toMatchObject({
      documentation_text: "Edited",
      documentation_source: "member",
      documentation_at: NOON + MINUTE,
    });
  });

  it("is never written over what a person saves at the same moment", async () => {
    const desk = await makeHelpDesk();
    const { id } = await openSession(desk);
    const priyas = () => saveDocumentation(desk.account.as(desk.priya, NOON), id, { text: "Priya's own" });
    for (const nth of [1, 2, 3, 4]) {
      // Right before each round trip of the writing: what is kept is not known yet, known, or just to be written.
      const written = await writeDocumentation(interrupted(desk.account.as(desk.sam), nth, priyas), id);
      const kept = await readDocumentation(desk.account.as(desk.vik), id);
      const replacedHers = nth === 1;
      expect([nth, kept.source, kept.text === "Priya's own"]).toEqual([
        nth,
        replacedHers ? "rules" : "member",
        !replacedHers,
      ]);
      expect(written).toEqual(kept);
      await desk.account.db
        .all(sql`UPDATE sessions SET documentation_text = NULL, documentation_source = NULL,
        documentation_at = NULL WHERE id = ${id}`);
    }
  });

  it("gives way to a person's text, also where it is kept at the same moment", async () => {
    const desk = await makeHelpDesk();
    for (const nth of [1, 2]) {
      const { id } = await openSession(desk);
      const writes = () => writeDocumentation(desk.account.as(desk.sam), id);
      const priya = interrupted(desk.account.as(desk.priya), nth, writes);
      const hers = await saveDocumentation(priya, id, { text: "Hers", replaces: null });
      expect(hers).toMatchObject({ text: "Hers", source: "member" });
      expect(await readDocumentation(desk.account.as(desk.vik), id)).toEqual(hers);
    }
  });

  it("is saved over another person's text by nobody who has not seen it", async () => {
    const desk = await makeHelpDesk();
    const { id } = await openSession(desk);
    const [sam, priya] = [desk.account.as(desk.sam), desk.account.as(desk.priya)];
    const { created_at: replaces } = await writeDocumentation(sam, id);
    const hers = await saveDocumentation(priya, id, { text: "Hers", replaces });
    const refused = { code: "invalid_transition", detail: "Somebody has saved another text meanwhile." };
    expect(await refusal(saveDocumentation(sam, id, { text: "His", replaces }))).toEqual(refused);
    expect(await readDocumentation(sam, id)).toEqual(hers);
    const his = await saveDocumentation(sam, id, { text: "His", replaces: hers.created_at });
    expect(await readDocumentation(priya, id)).toEqual(his);
    expect(his.created_at > hers.created_at).toBe(true);
  });

  it("is not there before somebody has written it", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    expect(await refusal(readDocumentation(desk.account.as(desk.sam), session.id))).toEqual({
      code: "not_found",
      detail: "There is no such documentation.",
    });
  });

  it("is written by a tool for its own sessions only", async () => {
    const desk = await makeHelpDesk();
    const tool = await asKey(desk.account);
    const own = await createSession(tool, {});
    expect((await writeDocumentation(tool, own.id)).text).toBe("Problem\nNot summarised.");
    const sams = await openSession(desk);
    const refused = { code: "forbidden", detail: "An API key works only on the sessions that it created." };
    expect(await refusal(writeDocumentation(tool, sams.id))).toEqual(refused);
    expect(await refusal(saveDocumentation(tool, sams.id, { text: "Mine" }))).toEqual(refused);
    expect((await sessionRow(desk.account, sams.id)).documentation_text).toBeNull();
  });
});
