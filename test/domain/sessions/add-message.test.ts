import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addMessage } from "../../../src/domain/sessions/add-message.ts";
import { createSession } from "../../../src/domain/sessions/create-session.ts";
import { getSession } from "../../../src/domain/sessions/get-session.ts";
import { resolveSession } from "../../../src/domain/sessions/resolve-session.ts";
import { iso } from "../../../src/platform/iso.ts";
import { NOON } from "../../support/factories.ts";
import { MINUTE, makeHelpDesk, openSession } from "../../support/help-desk.ts";
import { asKey } from "../../support/people.ts";
import { refusal } from "../../support/refusal.ts";
import { everythingOf, sessionRow } from "../../support/rows.ts";

describe("adding a message", () => {
  it("keeps the conversation of everybody who works on the session, oldest first", async () => {
    const desk = await makeHelpDesk();
    const { account, sam, priya } = desk;
    const session = await openSession(desk);
    const first = await addMessage(account.as(sam, NOON + MINUTE), session.id, {
      role: "user",
      content: "It prints nothing",
    });
    const second = await addMessage(account.as(priya, NOON + 2 * MINUTE), session.id, {
      role: "assistant",
      content: "Is it on?",
    });
    expect(first).toEqual({
      id: expect.any(String),
      role: "user",
      content: "It prints nothing",
      author_id: sam.id,
      author_name: "Sam",
      created_at: iso(NOON + MINUTE),
    });
    expect((await getSession(account.as(sam), session.id)).messages).toEqual([first, second]);
    expect((await sessionRow(account, session.id)).updated_at).toBe(NOON + 2 * MINUTE);
  });

  it("has no author when a tool writes it, which a tool does on its own sessions only", async () => {
    const desk = await makeHelpDesk();
    const tool = await asKey(desk.account);
    const own = await createSession(tool, {});
    const message = { role: "system" as const, content: "CPU at 100 %" };
    expect(await addMessage(tool, own.id, message)).toMatchObject({ author_id: null, author_name: null });
    const sams = await openSession(desk);
    expect(await refusal(addMessage(tool, sams.id, message))).toEqual({
      code: "forbidden",
      detail: "An API key works only on the sessions that it created.",
    });
    const written = await desk.account.db.all(
      sql`SELECT session_id FROM messages WHERE account_id = ${desk.account.id}`,
    );
    expect(written).toEqual([{ session_id: own.id }]);
  });

  it("is over once the session is resolved", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    const sam = desk.account.as(desk.sam);
    await resolveSession(sam, session.id, { resolution: "New toner" });
    const before = await everythingOf(desk.account);
    expect(await refusal(addMessage(sam, session.id, { role: "user", content: "Thanks" }))).toEqual({
      code: "invalid_transition",
      detail: "The session is resolved.",
    });
    expect(await everythingOf(desk.account)).toEqual(before);
  });
});
