import { expect, test } from "vitest";
import { sign, signedText } from "../../src/platform/sign.ts";

const SECRET = "only-for-tests-only-for-tests-only-for-tests";

test("what was signed is read again, whatever it says", async () => {
  for (const text of ["", "a b 1", "Überraschung\n🗝"]) {
    const token = await sign(SECRET, "door", text);
    expect(token).toMatch(/^[\w-]*\.[\w-]{43}$/);
    expect(await signedText(SECRET, "door", token)).toBe(text);
  }
});

test("under another secret or for another purpose it says nothing", async () => {
  const token = await sign(SECRET, "door", "open");
  expect(await signedText(`${SECRET}x`, "door", token)).toBeNull();
  expect(await signedText(SECRET, "window", token)).toBeNull();
});

test("no character of it can be changed", async () => {
  const token = await sign(SECRET, "door", "open");
  for (let index = 0; index < token.length; index++) {
    const other = token[index] === "A" ? "B" : "A";
    const changed = token.slice(0, index) + other + token.slice(index + 1);
    expect(await signedText(SECRET, "door", changed), changed).toBeNull();
  }
});
