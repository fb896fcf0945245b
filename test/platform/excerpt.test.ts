import { expect, test } from "vitest";
import { excerpt } from "../../src/platform/excerpt.ts";

const token = ["ghp", "_0123456789abcdefghij0123456789"].join("");

test("a secret is taken out before the text is cut: no half of it is left where the cut goes through it", () => {
  expect(excerpt(`pushed with ${token}`, 20)).toBe("pushed with [redacte");
  expect(excerpt(`card 4111 1111 1111 1111`, 18)).toBe("card [redacted]");
});

test("no character is cut in two", () => {
  expect(excerpt("ab😀", 3)).toBe("ab");
});
