/** What would move the cursor, hide text or turn its direction; line breaks and tabs stay. */
const INVISIBLE = /(?![\n\t])[\p{Cc}\p{Cf}]/gu;

/** A model's text as one that can be shown: nothing invisible, and at most so many characters, none cut in two. */
export function plainText(text: string, characters: number): string {
  const shown = visible(text).trim();
  if (shown.length <= characters) return shown;
  return `${shown
    .slice(0, characters - 1)
    .replace(/[\ud800-\udbff]$/, "")
    .trimEnd()}…`;
}

/** The same for a piece of a longer text, which may begin and end with a space. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, "");
}
