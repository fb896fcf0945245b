import { FINDING, REDACTED } from "./redact-words.ts";

/** What people write before a password that may be several words. */
const LABEL = String.raw`pass(?:word|wd|phrase|code)|pwd?|passwort|kennwort|psk|pre-?shared[ _-]?key|(?:wi-?fi|wlan|wpa\d?|network)[ _-]?(?:key|schl(?:ü|ue)ssel)`;
const WHOSE = String.raw`(?:\s{1,3}(?:for|of|von|für)\s{1,3}\S{1,40})?`;
const SAID = String.raw`\s{1,3}(?:(?:(?:was|is|has been)\s{1,3})?(?:changed|reset|set)\s{1,3}to|is now|is|was|ist jetzt|ist|lautet)(?:\s?:)?\s{1,3}`;

/** The label with what leads on to the password: in group 1 it is given as a field, in group 2 in a sentence. */
const LEADS = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:((?:${LABEL}|pass|secret)["']?\s{0,3}[:=]\s{0,3})|((?:${LABEL})${WHOSE}${SAID}))`,
  "giu",
);

/** A field holds a password that may be two words; a sentence needs more to be no remark about it. */
const WORDS_IN_FIELD = 2;
const WORDS_IN_SENTENCE = 3;
const MOST_WORDS = 12;
const MOST_CHARACTERS = 200;

const QUOTED = /["“„«‘']([^"“”„«»‘’'\n]{4,200})["”“»’']/y;
const WORD = /([ \t]*)([^\s;"“”„«»()<>[\]{}|]+)/y;

/** Words of sentences, not of passwords: a phrase ends before them. */
const OF_SENTENCES = new Set(
  `a an the and or but so then than that this these those which who whom because since until while when where if as
  in on at to of for from by with without after before during across per via into onto over under about against
  i he she it we they you me him her us them his its our their your my mine
  is are was were be been being has have had does did do can cannot could will would should must may might shall
  not no never only also just too very still yet already again now here there everywhere else always often once twice
  several many some any all each every both same other another last first next today yesterday tomorrow daily ago
  morning evening night monday tuesday wednesday thursday friday saturday sunday day days week weeks month months
  hour hours minute minutes time times probably maybe really likely apparently definitely actually almost quite
  works worked working fails failed failing accepted rejected refused prompt prompts prompted asked asks needs
  expires expired reset resets changed changes cached synced policy history length user users customer tried tries
  see said says told using used login sign verified confirmed checked entered typed
  cant can't cannot couldn't doesn't don't didn't isn't wasn't won't
  der die das den dem des ein eine einen einem einer und oder aber denn weil wenn dass als wie seit bis nach vor
  bei mit ohne für von zu zum zur im in am an auf aus über unter durch gegen
  ich er sie es wir ihr man mir ihm ihn uns ihnen sein seine mein meine
  ist sind war waren wird wurde werden worden hat haben hatte kann konnte muss musste soll darf nicht kein keine nie
  nur auch noch schon wieder jetzt hier dort immer oft heute gestern morgen sehr wirklich wohl vielleicht
  abgelaufen geändert zurückgesetzt falsch geht ging läuft funktioniert nutzer benutzer kunde`.split(/\s+/),
);

/**
 * Takes passwords of several words out of a text: what a label and a quotation mark enclose, else what follows a label
 * up to the end of its clause. A remark about a password stays, and so does everything behind the clause.
 */
export function redactPhrases(text: string): string {
  let done = "";
  let from = 0;
  for (const lead of text.matchAll(LEADS)) {
    const at = lead.index + lead[0].length;
    if (lead.index < from) continue;
    const end = endOfQuoted(text, at) ?? endOfPhrase(text, at, lead[1] !== undefined);
    if (end === null) continue;
    done += text.slice(from, at) + REDACTED;
    from = end;
  }
  return done + text.slice(from);
}

function endOfQuoted(text: string, at: number): number | null {
  QUOTED.lastIndex = at;
  const inside = QUOTED.exec(text)?.[1];
  return inside === undefined || FINDING.test(inside) ? null : QUOTED.lastIndex;
}

/** Where the words end that may be a password; null if they are none, or one alone, which others look after. */
function endOfPhrase(text: string, at: number, isField: boolean): number | null {
  const line = text.slice(at, at + MOST_CHARACTERS).split("\n", 1)[0] ?? "";
  let [words, end, first] = [0, 0, ""];
  WORD.lastIndex = 0;
  for (let found; words < MOST_WORDS && (found = WORD.exec(line));) {
    const [whole, , word = ""] = found;
    const bare = word.replace(/[.,:!?]+$/, "");
    // The next field, an address, a dash.
    const isOther = words > 0 && (/[:=]/.test(word) || !/[\p{L}\p{N}]/u.test(word));
    if (isOther || OF_SENTENCES.has(bare.toLowerCase())) break;
    if (words === 0) first = bare;
    words++;
    end = found.index + whole.length - (word.length - bare.length);
    if (bare !== word) break;
  }
  const isRemark = FINDING.test(first) && words < WORDS_IN_SENTENCE;
  if (words < (isField ? WORDS_IN_FIELD : WORDS_IN_SENTENCE) || isRemark) return null;
  return at + end;
}
