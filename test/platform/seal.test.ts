import * as fc from "fast-check";
import { expect, test } from "vitest";
import { seal, unseal } from "../../src/platform/seal.ts";

const SECRET = "one-secret-one-secret-one-secret";

test("what was sealed can be opened again, whatever it says", async () => {
  const texts = fc.string({ unit: "grapheme", maxLength: 500 });
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      expect(await unseal(SECRET, await seal(SECRET, text))).toBe(text);
    }),
    { seed: 20261120 },
  );
});

test("the same text is sealed differently every time, and never readable", async () => {
  const sealed = await Promise.all([seal(SECRET, "a code: 314159"), seal(SECRET, "a code: 314159")]);
  expect(sealed[0]).not.toBe(sealed[1]);
  for (const text of sealed) {
    expect(text).toMatch(/^[A-Za-z0-9_-]+=*$/);
    expect(atob(text.replaceAll("-", "+").replaceAll("_", "/"))).not.toContain("314159");
  }
});

test("another secret, or one changed letter, opens nothing", async () => {
  const sealed = await seal(SECRET, "a code: 314159");
  await expect(unseal("another-secret", sealed)).rejects.toThrow();
  const changed = sealed.startsWith("A") ? `B${sealed.slice(1)}` : `A${sealed.slice(1)}`;
  await expect(unseal(SECRET, changed)).rejects.toThrow();
  await expect(unseal(SECRET, "")).rejects.toThrow();
});
