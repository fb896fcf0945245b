/** What people mean by a ticket: its id, or a number that is no id and has to be looked up. */
export type TicketReference = { id: string } | { number: string };

/** Query parameters in which the PSA systems' own pages carry a ticket. */
const PARAMETERS = ["ticketid", "service_recid", "recid", "id", "ticketnumber"];
const NUMBER = /^T\d{8}\.\d{1,6}$/i;
const WORDS =
  /^(?:(?:service\s+)?(?:ticket|case|incident|request|sr|psa)\s*(?:no\.?|nr\.?|number|id)?\s*[:#-]?|no\.|nr\.|#)?\s*/i;

/**
 * Reads a ticket as people type or paste it: `#123`, `Ticket 123`, ` 00123 `, `T20240215.0001`, an address of the
 * ticket. Null if nothing in it can be meant. Of a pasted address only `isOwn` hosts are believed.
 */
export function readTicketReference(
  typed: string,
  isOwn: (host: string) => boolean = () => true,
): TicketReference | null {
  const text = typed.normalize("NFKC").trim();
  if (/^https?:\/\//i.test(text)) return readAddress(text, isOwn);
  const rest = text.replace(WORDS, "").replace(/[\s.,;)]+$/, "");
  return readWord(rest);
}

function readAddress(text: string, isOwn: (host: string) => boolean): TicketReference | null {
  const url = URL.parse(text);
  if (!url || !isOwn(url.hostname)) return null;
  const given = new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]));
  for (const name of PARAMETERS) {
    const found = readWord(given.get(name)?.trim() ?? "");
    if (found) return found;
  }
  const last = url.pathname.split("/").findLast((part) => part !== "");
  return readWord(last ?? "");
}

function readWord(word: string): TicketReference | null {
  if (NUMBER.test(word)) return { number: word.toUpperCase() };
  const digits = /^0*(\d{1,12})$/.exec(word)?.[1];
  return digits && digits !== "0" ? { id: digits } : null;
}
