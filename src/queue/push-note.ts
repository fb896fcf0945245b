import type { Told } from "../domain/psa/load-note.ts";
import { hasMoved } from "../domain/psa/follow-ticket.ts";
import type { NoteRow } from "../domain/psa/note-row.ts";
import type { PushResult } from "../domain/psa/push-outcome.ts";
import { maySameCustomer } from "../domain/psa/same-customer.ts";
import { writeNote } from "../domain/psa/write-note.ts";
import type { FoundTicket, PsaAdapter, PsaResult } from "../psa/psa-adapter.ts";

/** How a note is brought into its ticket. */
export interface PushTerms {
  /** Whether it is for technicians alone. */
  internal: boolean;
  /** Whether writing would still end before somebody else may take the note. */
  hasTime: () => boolean;
  /** Whether a ticket holds a note of this session already. */
  isToldAlready: (about: { session_id: string; ticket_id: string }) => Promise<boolean>;
}

/** So much of a customer's name tells whose ticket it is. */
const NAME_CHARACTERS = 60;

/** Brings one note into its ticket: finds the ticket, looks whether an earlier attempt got through, writes. */
export async function pushNote(
  psa: PsaAdapter,
  note: NoteRow,
  told: readonly Told[],
  { internal, hasTime, isToldAlready }: PushTerms,
): Promise<PushResult> {
  const failed = (error: string): PushResult => ({ kind: "failed", error, ticket_id: null });
  if (told.length === 0) return failed("What the note was to tell of is not there any more.");
  const isElsewhere = told.some(({ session }) => session.id === note.session_id && hasMoved(note, session));
  if (isElsewhere && !note.uncertain) return movedOn(note);
  const ticket = await findTicket(psa, note);
  if (ticket.kind !== "ok") return asResult(ticket, note, note.uncertain);
  const found = { ...note, ticket_id: ticket.value.id };
  const refused = note.uncertain ? null : await refuseStranger(note, told, ticket.value, isToldAlready);
  if (refused) return refused;

  const text = writeNote(told);
  const done = (note_id: string | null): PushResult => {
    const url = psa.ticketUrl(found.ticket_id);
    return { kind: "pushed", note_id, ticket_id: found.ticket_id, url };
  };
  if (note.uncertain) {
    const earlier = await psa.findNote(found.ticket_id, text.marker);
    if (earlier.kind !== "ok") return asResult(earlier, found, true);
    if (earlier.value !== null) return done(earlier.value);
    if (isElsewhere) return movedOn(note);
  }
  if (!hasTime()) {
    const late = {
      kind: "retry" as const,
      error: "There was no time left to write it safely.",
      blame: "ticket" as const,
    };
    return asResult(late, found, note.uncertain);
  }
  const pushed = await psa.pushNote({ ...text, id: note.id, ticketId: found.ticket_id, internal });
  return pushed.kind === "ok" ? done(pushed.value) : asResult(pushed, found, false);
}

/** The session names another ticket by now: nothing is written into this one, and the note follows the session. */
function movedOn({ ticket_ref }: NoteRow): PushResult {
  const error = `The session names another ticket than ${ticket_ref} now.`;
  return { kind: "retry", error, uncertain: false, blame: "ticket", ticket_id: null };
}

/**
 * Refuses a ticket that seems to be another customer's than a session's, unless the session has told it something
 * before, or a person has said that it is the one. Where that may be said, the refusal keeps the ticket.
 */
async function refuseStranger(
  note: NoteRow,
  told: readonly Told[],
  { id: ticket_id, customer }: FoundTicket,
  isToldAlready: PushTerms["isToldAlready"],
): Promise<PushResult | null> {
  const agreed = new Set(told.flatMap((one) => (one.note.ticket_id === ticket_id ? one.session.id : [])));
  for (const { session } of told) {
    if (maySameCustomer(session.customer, customer) || agreed.has(session.id)) continue;
    if (await isToldAlready({ session_id: session.id, ticket_id })) continue;
    // A person speaks for the session that they push, not for one whose change came along.
    const isOwn = session.id === note.session_id;
    const [theirs, ours] = [customer, session.customer].map((name) => (name ?? "").slice(0, NAME_CHARACTERS));
    const words = `Ticket ${note.ticket_ref} belongs to “${theirs}”, the session is about “${ours}”. Nothing was written there.`;
    const way = isOwn
      ? "If it is the right ticket, push again; else correct the session's ticket or customer first."
      : "Correct that session's customer, then push again.";
    return { kind: "failed", error: `${words} ${way}`, ticket_id: isOwn ? ticket_id : null };
  }
  return null;
}

/** A ticket that an earlier attempt has found is not looked for again. */
async function findTicket(
  psa: PsaAdapter,
  { ticket_id, ticket_ref }: NoteRow,
): Promise<PsaResult<FoundTicket>> {
  if (ticket_id === null) return psa.resolveTicket(ticket_ref);
  return { kind: "ok", value: { id: ticket_id, customer: null } };
}

/** What did not work, as the note's row takes it; `uncertain`: whether an earlier attempt is still open. */
function asResult(
  result: Exclude<PsaResult<never>, { kind: "ok" }>,
  { ticket_id }: Pick<NoteRow, "ticket_id">,
  uncertain: boolean,
): PushResult {
  const after = "after" in result && result.after !== undefined ? { after: result.after } : {};
  switch (result.kind) {
    case "permanent":
      return { kind: "failed", error: result.reason, ticket_id: null };
    case "retry":
      return { kind: "retry", error: result.error, blame: result.blame, uncertain, ticket_id, ...after };
    case "ambiguous":
      return {
        kind: "retry",
        error: result.error,
        blame: "connection",
        uncertain: true,
        ticket_id,
        ...after,
      };
  }
}
