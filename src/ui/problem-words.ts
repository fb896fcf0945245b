import { ApiProblem, type OwnCode } from "./api-problem.ts";
import type { Words } from "./words/words.ts";
import { language, words } from "./words/spoken.ts";

type Code = keyof Words["problems"];

/** Codes whose detail says what no dictionary can know: which rule, which limit, who. */
const SAYS_MORE = new Set<Code>([
  "bad_request",
  "forbidden",
  "already_claimed",
  "not_open",
  "invalid_transition",
  "payload_too_large",
  "validation_failed",
]);

export interface ProblemWords {
  title: string;
  help: string;
  /** The server's own sentence, in English, where it says more than `help`. */
  detail: string | null;
}

/** A problem in the language that is spoken. A code that this page is too old to know is told as the server told it. */
export function problemWords({ problem }: ApiProblem): ProblemWords {
  const { code, title, detail, errors = [] } = problem;
  if (!isKnown(code)) return { title, help: detail, detail: null };
  const said = words.value.problems[code];
  const saysMore = SAYS_MORE.has(code) && detail !== "";
  if (language.value === "en") return { ...said, help: saysMore ? detail : said.help, detail: null };
  // Where the fields say what is wrong, the detail only repeats it.
  return { ...said, detail: saysMore && errors.length === 0 ? detail : null };
}

/** A problem that only the page can find out, in its words. */
export function ownProblem(code: OwnCode): ApiProblem {
  const { title, help } = words.peek().problems[code];
  return ApiProblem.ofOurs(code, 0, title, help);
}

function isKnown(code: string): code is Code {
  return Object.hasOwn(words.value.problems, code);
}
