import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { STYLE } from "../../src/http/pages/page-style.ts";

test("the Worker's own small pages have the colours of the page", () => {
  const page = readFileSync(join(import.meta.dirname, "../../src/ui/styles.css"), "utf8");
  const [own, ofThePage] = [coloursOf(STYLE), coloursOf(page)];
  expect(own.size).toBeGreaterThan(12);
  expect([...own].filter(([name, value]) => ofThePage.get(name) !== value)).toEqual([]);
});

function coloursOf(css: string): Map<string, string> {
  const named = css.matchAll(/(--[\w-]+): (light-dark\([^)]*\));/g);
  return new Map([...named].map(([, name = "", value = ""]) => [name, value]));
}
