import { assert, property, string } from "fast-check";
import { expect, it } from "vitest";
import { fits, ruleFor } from "../../../src/domain/integrations/apply-rules.ts";
import { toolEvent } from "../../../src/inbound/tool-event.ts";

const event = toolEvent({ summary: "Disk full on SRV-1", customer: "Contoso Ltd", priority: "high" });
const body: Record<string, unknown> = { "/tags/0": "backup", "/size": 7 };
const read = (pointer: string) => body[pointer];

it.each([
  ["Disk full", "disk full", true],
  ["Disk full", "disk", false],
  ["Disk full", "disk*", true],
  ["Disk full", "*FULL", true],
  ["Disk full", "d*k*f*l", true],
  ["Disk full", "*", true],
  ["", "*", true],
  ["aba", "ab*ba", false],
  ["abba", "ab*ba", true],
  ["a+b", "a.b", false],
])("%j fits %j: %s", (text, pattern, expected) => {
  expect(fits(text, pattern)).toBe(expected);
});

it("a text fits itself, and whatever stands around it", () => {
  const plain = string({ minLength: 1 }).filter((text) => !text.includes("*"));
  assert(
    property(plain, plain, (text, other) => fits(other + text + other, `*${text}*`) && fits(text, text)),
  );
});

it("the first rule of which every field matches decides", () => {
  const rules = [
    { match: { customer: "contoso*", summary: "*cpu*" }, suppress: true },
    { match: { "/tags/0": "backup", "/size": "7", priority: "high" }, park: true },
    { match: { customer: "*" }, priority: "low" as const },
  ];
  expect(ruleFor(rules, event, read)).toBe(rules[1]);
  expect(ruleFor(rules, event, () => undefined)).toBe(rules[2]);
  expect(ruleFor(rules.slice(0, 1), event, read)).toBe(null);
});
