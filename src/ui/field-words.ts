import type { Words } from "./words/words.ts";
import { words } from "./words/spoken.ts";

/** The server's sentences about single fields: it gives no code for them. What they capture goes into our words. */
const SENTENCES: Record<keyof Words["fields"], RegExp> = {
  tooLong: /^Too big: expected string to have <=(\d+) characters$/,
  tooShort: /^Too small: expected string to have >=(\d+) characters$/,
  tooMuch: /^Too big: expected \w+ to be <=(\d+)$/,
  tooLittle: /^Too small: expected \w+ to be >=(\d+)$/,
  tooMany: /^Too big: expected array to have <=(\d+) items$/,
  tooFew: /^Too small: expected array to have >=(\d+) items$/,
  noEmail: /^Invalid email address$/,
  noAddress: /^Invalid URL$/,
  notThis: /^Invalid (input|option): expected /,
  noTime: /^Not a time HH:MM\.$/,
  noZone: /^Unknown time zone\.$/,
  passed: /^This moment has passed\.$/,
  tooFar: /^At most a year ahead\.$/,
  teamTaken: /^Another team has this name\.$/,
  memberAlready: /^This person is a member already\.$/,
  nobodySuch: /^There is no such active engineer, admin or owner\.$/,
  viewer: /^A viewer cannot pick up; name an engineer, admin or owner\.$/,
  unreachable: /^Mail to this person comes back\.$/,
  twice: /^There is already a reminder after (\d+) minutes\.$/,
  nobodyTold: /^Nobody would be told: no active engineer, admin or owner has a working address\.$/,
  louder: /^A lower priority would be louder than a higher one\.$/,
  belowItself: /^A branch cannot stand below itself\.$/,
};

/** What is wrong with a field in the language that is spoken; null for a sentence that the page does not know. */
export function fieldWords(detail: string): string | null {
  // The names of an object that is written out above.
  for (const name of Object.keys(SENTENCES) as (keyof Words["fields"])[]) {
    const found = SENTENCES[name].exec(detail);
    if (found) return words.value.fields[name](found[1] ?? "");
  }
  return null;
}
