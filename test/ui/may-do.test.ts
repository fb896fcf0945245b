import { describe, expect, it } from "vitest";
import { mayDo, maySteer } from "../../src/ui/may-do.ts";

const sam = { id: "u-sam", role: "engineer" as const };
const priya = { id: "u-priya", role: "engineer" as const };
const adam = { id: "u-adam", role: "admin" as const };
const vik = { id: "u-vik", role: "viewer" as const };
const open = { status: "open" as const, claimed_by: null, handed_off_by: "u-sam" };
const held = { status: "claimed" as const, claimed_by: "u-priya", handed_off_by: "u-sam" };

describe("which buttons a person gets", () => {
  it("lets any engineer pick up what is open, the originator too, but no viewer", () => {
    expect([sam, priya, adam, vik].map((person) => mayDo("claim", open, person))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it("lets nobody pick up what is held", () => {
    expect(mayDo("claim", held, sam)).toBe(false);
  });

  it("lets the holder and admins release, and only the holder return", () => {
    expect([sam, priya, adam].map((person) => mayDo("release", held, person))).toEqual([false, true, true]);
    expect([sam, priya, adam].map((person) => mayDo("return", held, person))).toEqual([false, true, false]);
  });

  it("returns nothing to a tool", () => {
    expect(mayDo("return", { ...held, handed_off_by: null }, priya)).toBe(false);
  });

  it("lets the originator and admins withdraw what is still open", () => {
    expect([sam, priya, adam].map((person) => mayDo("withdraw", open, person))).toEqual([true, false, true]);
    expect(mayDo("withdraw", held, sam)).toBe(false);
  });

  it("lets the session's engineer, its holder and admins steer it until it is resolved", () => {
    const session = { status: "active" as const, user_id: "u-sam" };
    expect([sam, priya, adam, vik].map((person) => maySteer(session, [held], person))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(maySteer(session, [open], priya)).toBe(false);
    expect(maySteer({ ...session, status: "resolved" }, [], adam)).toBe(false);
  });
});
