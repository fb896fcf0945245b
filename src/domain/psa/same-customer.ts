/** What companies are called besides their name. */
const FORMS =
  /\b(inc|incorporated|llc|ltd|limited|corp|corporation|co|company|gmbh|ag|kg|ohg|se|sa|srl|bv|nv|plc|pty|group|holding|the|und|and)\b/g;

/**
 * Whether two names may mean one customer: `Contoso` and `Contoso Ltd. (Berlin)` may, and `NT` and `Northwind Traders`.
 * A name that nobody knows says nothing against it. Wrong is only what has no word in common.
 */
export function maySameCustomer(one: string | null, other: string | null): boolean {
  const [ours, theirs] = [wordsOf(one), wordsOf(other)];
  if (ours.length === 0 || theirs.length === 0) return true;
  const [a, b] = [ours.join(""), theirs.join("")];
  if (a === initials(theirs) || b === initials(ours)) return true;
  return a.includes(b) || b.includes(a) || ours.some((word) => word.length > 2 && theirs.includes(word));
}

function initials(words: readonly string[]): string {
  return words.map(([first]) => first).join("");
}

function wordsOf(name: string | null): string[] {
  const plain = (name ?? "").normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return plain
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .replaceAll(FORMS, " ")
    .split(" ")
    .filter(Boolean);
}
