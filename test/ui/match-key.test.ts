import { describe, expect, it } from "vitest";
import { KEYS, type Pressed, matchKey } from "../../src/ui/match-key.ts";

/** What these keys mean one after the other, each so many ms after the one before. */
function press(keys: string[], pause = 100) {
  let before: Pressed | null = null;
  return keys.map((key, index) => {
    const { verb, rest } = matchKey(before, { key, at: index * pause });
    before = rest;
    return verb;
  });
}

describe("keys", () => {
  it("each mean one thing", () => {
    expect(new Set(Object.values(KEYS)).size).toBe(Object.keys(KEYS).length);
    for (const [verb, keys] of Object.entries(KEYS)) expect(press(keys.split(" ")).at(-1)).toBe(verb);
  });

  it("mean another thing behind g, for a second", () => {
    expect(press(["n"])).toEqual(["note"]);
    expect(press(["g", "n"])).toEqual([null, "numbers"]);
    expect(press(["g", "n"], 1_000)).toEqual([null, "note"]);
  });

  it("mean what they always do behind a g that led nowhere", () => {
    expect(press(["g", "j", "q"])).toEqual([null, "down", null]);
    expect(press(["g", "g", "m"])).toEqual([null, null, "mine"]);
  });

  it("mean nothing where nothing is written down", () => {
    expect(press(["x", "J", "Tab"])).toEqual([null, null, null]);
  });
});
