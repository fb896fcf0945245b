/** The keys of the page by what they do. A sequence is two keys one after the other. */
export const KEYS = {
  down: "j",
  up: "k",
  open: "Enter",
  pick_up: "p",
  release: "r",
  note: "n",
  escalate: "e",
  copy: "c",
  queue: "g q",
  mine: "g m",
  numbers: "g n",
  filter: "/",
  sheet: "?",
  close: "Escape",
} as const;
export type KeyVerb = keyof typeof KEYS;

/** The second key of a sequence comes within this time, ms. */
const SEQUENCE_MS = 1_000;

export interface Pressed {
  key: string;
  at: number;
}

/** What a key means after the one before it; `rest` is what to remember for the next. */
export function matchKey(
  before: Pressed | null,
  pressed: Pressed,
): { verb: KeyVerb | null; rest: Pressed | null } {
  const isSecond = before !== null && pressed.at - before.at < SEQUENCE_MS;
  const said = isSecond ? `${before.key} ${pressed.key}` : pressed.key;
  const verb = verbOf(said) ?? (isSecond ? verbOf(pressed.key) : null);
  const begins = verb === null && STARTS.has(pressed.key);
  return { verb, rest: begins ? pressed : null };
}

const STARTS = new Set(Object.values(KEYS).flatMap((keys) => (keys.includes(" ") ? [keys.slice(0, 1)] : [])));

function verbOf(said: string): KeyVerb | null {
  // The names of an object that is written out above.
  return (Object.keys(KEYS) as KeyVerb[]).find((verb) => KEYS[verb] === said) ?? null;
}
