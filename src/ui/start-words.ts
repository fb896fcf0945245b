import type { StartHere } from "../contract/start-here.ts";
import { words } from "./words/spoken.ts";

/** The single thing to do first, in the language that is spoken now. */
export interface StartWords {
  action: string;
  /** Why that. */
  why: string;
  /** What is on record about it, in the words of whoever wrote it down; null where nothing is. */
  claim: string | null;
}

/** Where to start, in words. */
export function startWords(start: StartHere): StartWords {
  const said = words.value.session.start;
  const { why } = said;
  switch (start.kind) {
    case "confirm":
      return { action: said.confirm(start.title), why: why.confirm, claim: null };
    case "suggested":
      return { action: start.action, why: why.suggested[start.confidence], claim: start.claim };
    case "settle":
      return { action: said.settle(start.title), why: why.settle, claim: start.detail };
    case "beyond":
      return { action: said.beyond(start.title), why: why.beyond(start.failed), claim: null };
    case "see": {
      const { device, contact } = start;
      const called = contact === null ? said.look : said.call(contact);
      return { action: device === null ? called : said.see(device), why: why.untried, claim: null };
    }
    default:
      return start satisfies never;
  }
}
