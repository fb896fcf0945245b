/** What the server does with one call: whether it does what it was asked, and how it answers. */
export interface PsaStep {
  /** Which call: the next one of this kind, or simply the next. */
  on?: "directory" | "token" | "ticket" | "look" | "note";
  takes?: boolean;
  answer: "redirect" | "hangs" | "closes" | "html" | "garbage" | "huge" | "says" | "expires";
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** One company's PSA, as a test sees it. */
export interface PsaRoom {
  name: string;
  calls: string[];
  /** The notes that are in its tickets, as they were posted. */
  notes: { id: number; ticket: string; text: string; posted: Record<string, unknown> }[];
  script: PsaStep[];
  /** What somebody else was shown. */
  strangers: string[];
  tokens: string[];
}

export interface Asked {
  method: string;
  url: URL;
  host: string;
  header: (name: string) => string;
  body: string;
}

export interface Reply {
  status: number;
  body: unknown;
}

/** The customers of the tickets that every company has. */
export const TICKETS: Record<string, string> = {
  "123": "Contoso Ltd.",
  "456": "Fabrikam",
  "900": "Contoso Ltd.",
};

/** Takes a note in and gives it an id. */
export function keepNote(
  room: PsaRoom,
  ticket: string,
  text: string,
  posted: Record<string, unknown>,
): number {
  const id = 7_000 + room.notes.length;
  room.notes.push({ id, ticket, text, posted });
  return id;
}
