import { describe, expect, it } from "vitest";
import { askedTakeOver } from "../../src/ui/asked-take-over.ts";
import { eventWords } from "../../src/ui/event-words.ts";
import { mayAnswerTakeOver, mayAskTakeOver } from "../../src/ui/may-do.ts";
import { claimed, created, released, updated } from "./support/queue-event.ts";

const [sam, priya, adam, vik] = [
  { id: "u-sam", role: "engineer" as const },
  { id: "u-priya", role: "engineer" as const },
  { id: "u-adam", role: "admin" as const },
  { id: "u-vik", role: "viewer" as const },
];
const held = { status: "claimed" as const, claimed_by: "u-priya", handed_off_by: "u-sam" };
const take_over = { by: { id: "u-sam", name: "Sam" }, reason: "Mine", asked_at: "2026-11-20T12:00:00.000Z" };
const asked = updated(3, { changed: ["take_over"], take_over });
const kept = updated(4, { changed: ["take_over"], take_over: null, agree: false });

describe("a request to take over", () => {
  it("is what the timeline's last word on it says", () => {
    const note = updated(4, { changed: ["note"] });
    expect(askedTakeOver([created(1), claimed(2)])).toBeNull();
    expect(askedTakeOver([created(1), claimed(2), asked, note])).toEqual(take_over);
    expect(askedTakeOver([created(1), claimed(2), asked, kept])).toBeNull();
  });

  it("goes with the claim that it was about", () => {
    expect(askedTakeOver([created(1), claimed(2), asked, released(4)])).toBeNull();
    expect(askedTakeOver([created(1), claimed(2), asked, released(4), claimed(5)])).toBeNull();
  });

  it("is told in words", () => {
    expect(eventWords(asked)).toBe("asked to take it over: Mine");
    expect(eventWords(kept)).toBe("answered no: it stays where it is");
  });

  it("is open to everybody who works here but the holder, while somebody holds it", () => {
    expect([sam, priya, adam, vik].map((who) => mayAskTakeOver(held, who))).toEqual([
      true,
      false,
      true,
      false,
    ]);
    const open = { ...held, status: "open" as const, claimed_by: null };
    expect(mayAskTakeOver(open, sam)).toBe(false);
  });

  it("is answered by the holder at once, and by admins after five minutes", () => {
    const noon = Date.parse(take_over.asked_at);
    const may = (now: number) =>
      [sam, priya, adam, vik].map((who) => mayAnswerTakeOver(held, take_over.asked_at, who, now));
    expect(may(noon + 299_999)).toEqual([false, true, false, false]);
    expect(may(noon + 300_000)).toEqual([false, true, true, false]);
    const ended = { ...held, status: "resolved" as const };
    expect(mayAnswerTakeOver(ended, take_over.asked_at, priya, noon)).toBe(false);
  });
});
