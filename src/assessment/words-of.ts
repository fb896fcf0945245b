/** Words that say nothing about a problem. */
const EMPTY = new Set(
  `the and for with from that this was were are is has have had not but can cannot could will would should
  its his her their our your you they she who what when where which why how all any some one two new old
  after before since into onto over under out off too very just only also then than there here been being
  does did done doing get gets got user users please help issue problem error again still since keeps
  seems says said see tried trying try working works work worked`.split(/\s+/),
);

/** The words of a text that tell problems apart, each once: lower case, without endings, error codes as they are. */
export function wordsOf(text: string): Set<string> {
  const found = text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}.\-_]*/gu) ?? [];
  const words = found.map((word) => word.replace(/[.\-_]+$/, "")).filter((word) => word.length > 2);
  return new Set(words.filter((word) => !EMPTY.has(word)).map(stem));
}

/** “printers”, “printing” and “printed” are one word here. */
function stem(word: string): string {
  if (/\d/.test(word) || word.length < 6) return word.replace(/(?<=\p{L}{3})s$/u, "");
  return word.replace(/(ing|ers|er|ed|es|s)$/, "");
}
