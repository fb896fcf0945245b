/** Most characters of each field (`api.md` §1). */
export const SUMMARY_MAX = 500;
export const SHORT_MAX = 200;
export const DETAILS_MAX = 9_000;

/** A text cut to so many characters, with an ellipsis where something is missing; never through a character. */
export function cut(text: string, max: number): string {
  return text.length <= max
    ? text
    : `${text
        .slice(0, max - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, "")}…`;
}

/** One line: what is no text becomes text, control characters and line ends become spaces. Null where nothing is left. */
export function line(value: unknown, max = SHORT_MAX): string | null {
  const text = asText(value)
    ?.replaceAll(/[\p{Cc}\u2028\u2029\s]+/gu, " ")
    .trim();
  return text ? cut(text, max) : null;
}

/** Several lines; other control characters go. */
export function paragraph(value: unknown, max = DETAILS_MAX): string | null {
  const text = asText(value)
    ?.replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[^\P{Cc}\n\t]/gu, "")
    .trim();
  return text ? cut(text, max) : null;
}

/** A key as the tool gave it, without control characters: those are ours. */
export function keyOf(value: unknown): string | null {
  return (
    asText(value)
      ?.replaceAll(/\p{Cc}/gu, " ")
      .trim() || null
  );
}

/** A label and its address, if that leads to a page. */
export function link(label: string, url: unknown): { label: string; url: string }[] {
  if (typeof url !== "string" || url.length > 2_000) return [];
  return /^https?:\/\//i.test(url) && URL.canParse(url) ? [{ label, url: url.toWellFormed() }] : [];
}

/** A tool's word for something, to be compared: nothing where it says nothing. */
export function word(value: unknown): string {
  return line(value) ?? "";
}

function asText(value: unknown): string | null {
  if (typeof value === "string") return value.toWellFormed();
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value === null || value === undefined) return null;
  return JSON.stringify(value).toWellFormed();
}
