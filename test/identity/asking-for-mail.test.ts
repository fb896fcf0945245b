import { describe, expect, it } from "vitest";
import { newId } from "../../src/platform/new-id.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { SEND_CODE, SEND_LINK, SignInRoom, codeIn, keptVerifications, promisedTo } from "./sign-in-room.ts";

describe("asking for a sign-in mail", () => {
  it.each([
    [SEND_CODE, { type: "sign-in" }],
    [SEND_LINK, {}],
  ])("at %s is answered the same for an address that nobody has, and does nothing", async (path, rest) => {
    const { sam } = await makeHelpDesk();
    const room = new SignInRoom();
    const stranger = `stranger-${newId()}@test.example`;
    const before = await keptVerifications();
    const answers = [];
    for (const email of [stranger, sam.email]) {
      const response = await room.fetch("POST", path, { email, ...rest });
      answers.push([response.status, response.headers.get("content-type"), await response.text()]);
      if (email === stranger) expect([await keptVerifications(), room.queued]).toEqual([before, []]);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect([await promisedTo(stranger), await promisedTo(sam.email)]).toEqual([0, 1]);
    expect((await keptVerifications()).length).toBe(before.length + 1);
    expect(await room.mailsTo(stranger)).toEqual([]);
  });

  it("fills no mailbox: five in ten minutes, and one too many does not spoil the code that was mailed", async () => {
    const { sam } = await makeHelpDesk();
    const room = new SignInRoom();
    for (let number = 1; number <= 8; number++) {
      const given = { email: number % 2 ? sam.email : sam.email.toUpperCase(), type: "sign-in" };
      const answer = await room.fetch("POST", SEND_CODE, given);
      expect([answer.status, await answer.json()]).toEqual([200, { success: true }]);
    }
    await room.fetch("POST", SEND_LINK, { email: sam.email });
    expect(await promisedTo(sam.email)).toBe(5);
    const codes = [];
    for (const mail of await room.mailsTo(sam.email)) codes.push(codeIn(mail));
    expect(codes).toHaveLength(5);
    expect((await room.useCode(sam.email, codes[0] ?? "")).status).toBe(200);
  });

  it("fills no mailbox either by many requests at once", async () => {
    const { sam } = await makeHelpDesk();
    const room = new SignInRoom();
    const given = { email: sam.email, type: "sign-in" };
    const answers = await Promise.all(Array.from({ length: 12 }, () => room.fetch("POST", SEND_CODE, given)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await promisedTo(sam.email)).toBe(5);
    expect(await room.mailsTo(sam.email)).toHaveLength(5);
  });
});
