import { readFileSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import { z } from "zod";
import { TimeOfDay, TimeZone } from "../../src/contract/escalation-policy.ts";
import { fieldWords } from "../../src/ui/field-words.ts";
import { german } from "../../src/ui/words/de/german.ts";
import { english } from "../../src/ui/words/en/english.ts";
import { words } from "../../src/ui/words/spoken.ts";

afterEach(() => {
  words.value = english;
});

/** What the validation itself says of a value. */
const of = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues[0]?.message ?? "";

it.each([
  [of(z.string().max(3), "four"), "Höchstens 3 Zeichen."],
  [of(z.string().min(1), ""), "Das fehlt."],
  [of(z.string().min(8), "short"), "Mindestens 8 Zeichen."],
  [of(z.int().max(10), 11), "Höchstens 10."],
  [of(z.number().min(1), 0), "Mindestens 1."],
  [of(z.array(z.int()).max(1), [1, 2]), "Höchstens 1 davon."],
  [of(z.array(z.int()).min(1), []), "Mindestens 1 davon."],
  [of(z.email(), "nobody"), "Das ist keine E-Mail-Adresse."],
  [of(z.httpUrl(), "nowhere"), "Das ist keine Webadresse."],
  [of(z.string(), undefined), "Das fehlt oder gehört nicht hierher."],
  [of(z.enum(["a", "b"]), "c"), "Das fehlt oder gehört nicht hierher."],
  [of(TimeOfDay, "25:00"), "Das ist keine Uhrzeit."],
  [of(TimeZone, "Mars/Olympus"), "Diese Zeitzone ist nicht bekannt."],
])("what the validation says, %s, is said in German", (sentence, said) => {
  words.value = german;
  expect(fieldWords(sentence)).toBe(said);
});

it.each([
  ["domain/handoffs/hand-off-session.ts", "This moment has passed."],
  ["domain/handoffs/hand-off-session.ts", "At most a year ahead."],
  ["domain/members/name-teams.ts", "Another team has this name."],
  ["domain/members/invite-member.ts", "This person is a member already."],
  ["domain/ladder/check-policy.ts", "There is no such active engineer, admin or owner."],
  ["domain/ladder/check-policy.ts", "A viewer cannot pick up; name an engineer, admin or owner."],
  ["domain/ladder/check-policy.ts", "Mail to this person comes back."],
  ["domain/ladder/check-policy.ts", "There is already a reminder after ${minute} minutes."],
  [
    "domain/ladder/check-policy.ts",
    "Nobody would be told: no active engineer, admin or owner has a working address.",
  ],
  ["domain/ladder/check-policy.ts", "A lower priority would be louder than a higher one."],
  ["domain/sessions/branch-session.ts", "A branch cannot stand below itself."],
])("what %s says of a field, %s, is said in German and in English", (file, sentence) => {
  expect(readFileSync(`src/${file}`, "utf8")).toContain(sentence);
  const filled = sentence.replace("${minute}", "5");
  expect(fieldWords(filled)).toBe(filled);
  words.value = german;
  expect(fieldWords(filled)).toMatch(/^(?!.*\b(the|is|no|already)\b)\p{Lu}.*\.$/u);
});

it("a sentence that the page does not know is not called anything else", () => {
  expect(fieldWords("The moon is too close.")).toBeNull();
});
