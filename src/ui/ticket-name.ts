/** A ticket as it is named within a sentence about a ticket: the word itself is not said twice. */
export function ticketName(typed: string): string {
  const name = typed.trim();
  return name.replace(/^ticket[\s:]+(?=\S)/i, "");
}
