import { describe, expect, it } from "vitest";
import { claimHandoff } from "../../../src/domain/handoffs/claim-handoff.ts";
import { releaseHandoff } from "../../../src/domain/handoffs/release-handoff.ts";
import { writeReadBack } from "../../../src/domain/handoffs/write-read-back.ts";
import { iso } from "../../../src/platform/iso.ts";
import { NOON } from "../../support/factories.ts";
import { MINUTE, handOff, makeHelpDesk, pickedUp } from "../../support/help-desk.ts";
import { refusal } from "../../support/refusal.ts";
import { everythingOf, handoffRow, lastEventOf } from "../../support/rows.ts";

const only = (who: string, what: string) => ({
  code: "forbidden",
  detail: `Only its ${who} may write the ${what}.`,
});
const UNHELD = { code: "invalid_transition", detail: "Nobody holds this handoff." };
const LATER = NOON + 5 * MINUTE;

describe("the read-back", () => {
  it("is the holder's line, which everybody sees", async () => {
    const desk = await makeHelpDesk();
    const { handoff, key } = await pickedUp(desk);
    const written = await writeReadBack(desk.account.as(desk.priya, LATER), key, {
      read_back: "Fuser first",
    });
    expect(written).toEqual({ ...handoff, read_back: "Fuser first", version: 3, updated_at: iso(LATER) });
    expect(await lastEventOf(desk.account)).toEqual({
      type: "handoff_updated",
      seq: 3,
      handoff_id: handoff.id,
      session_id: key.session_id,
      team_id: null,
      version: 3,
      status: "claimed",
      actor: { kind: "member", id: desk.priya.id, name: "Priya" },
      created_at: iso(LATER),
      changed: ["read_back"],
      read_back: "Fuser first",
    });
  });

  it("is put right by the originator", async () => {
    const desk = await makeHelpDesk();
    const { handoff, key } = await pickedUp(desk);
    const written = await writeReadBack(desk.account.as(desk.sam, LATER), key, {
      correction: "It has no fuser",
    });
    expect(written).toMatchObject({ correction: "It has no fuser", version: 3 });
    expect(await handoffRow(desk.account, handoff.id)).toMatchObject({ correction: "It has no fuser" });
    expect(await lastEventOf(desk.account)).toMatchObject({
      type: "handoff_updated",
      changed: ["correction"],
      correction: "It has no fuser",
    });
  });

  it("is nobody else's: neither the originator's nor an admin's, and the correction not the holder's", async () => {
    const desk = await makeHelpDesk();
    const { account, sam, adam, priya } = desk;
    const { key } = await pickedUp(desk);
    const before = await everythingOf(account);
    for (const who of [sam, adam]) {
      const written = writeReadBack(account.as(who), key, { read_back: "Mine" });
      expect(await refusal(written)).toEqual(only("holder", "read-back"));
    }
    for (const who of [priya, adam]) {
      const written = writeReadBack(account.as(who), key, { correction: "No" });
      expect(await refusal(written)).toEqual(only("originator", "correction"));
    }
    expect(await everythingOf(account)).toEqual(before);
  });

  it("waits until somebody holds the handoff", async () => {
    const desk = await makeHelpDesk();
    const { key } = await handOff(desk);
    const before = await everythingOf(desk.account);
    const { account, sam, priya } = desk;
    expect(await refusal(writeReadBack(account.as(priya), key, { read_back: "Me" }))).toEqual(UNHELD);
    expect(await refusal(writeReadBack(account.as(sam), key, { correction: "No" }))).toEqual(UNHELD);
    expect(await refusal(writeReadBack(account.as(priya), key, { correction: "No" }))).toEqual(
      only("originator", "correction"),
    );
    expect(await everythingOf(account)).toEqual(before);
  });

  it("begins anew with the next holder", async () => {
    const desk = await makeHelpDesk();
    const { key } = await pickedUp(desk);
    const { account, sam, priya, adam } = desk;
    await writeReadBack(account.as(priya), key, { read_back: "Fuser first" });
    await writeReadBack(account.as(sam), key, { correction: "It has none" });
    await releaseHandoff(account.as(priya), key, { reason: "Shift ends" });
    const claimed = await claimHandoff(account.as(adam), key, {});
    expect(claimed).toMatchObject({ claimed_by: adam.id, read_back: null, correction: null });
  });
});
