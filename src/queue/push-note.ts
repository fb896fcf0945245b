import type { Told } from "../domain/psa/load-note.ts";
import type { NoteRow } from "../domain/psa/note-row.ts";
import type { PushResult } from "../domain/psa/push-outcome.ts";
import { maySameCustomer } from "../domain/psa/same-customer.ts";
import { writeNote } from "../domain/psa/write-note.ts";
import type { FoundTicket, PsaAdapter, PsaResult } from "../psa/psa-adapter.ts";

/**
 * Brings one note into its ticket: finds the ticket, looks whether an earlier attempt got through, writes. `hasTime`
 * says whether a call would still end before somebody else may take the note.
 */
export async function pushNote(
  psa: PsaAdapter,
  note: NoteRow,
  told: readonly Told[],
  { internal, hasTime }: { internal: boolean; hasTime: () => boolean },
): Promise<PushResult> {
  const failed = (error: string): PushResult => ({ kind: "failed", error, ticket_id: note.ticket_id });
  if (told.length === 0) return failed("What the note was to tell of is not there any more.");
  const ticket = await findTicket(psa, note);
  if (ticket.kind !== "ok") return asResult(ticket, note, note.uncertain);
  const found = { ...note, ticket_id: ticket.value.id };
  const stranger = told.find(({ session }) => !maySameCustomer(session.customer, ticket.value.customer));
  if (stranger && !note.uncertain) {
    const whose = `Ticket ${note.ticket_ref} belongs to “${ticket.value.customer}”`;
    return failed(
      `${whose}, the session is about “${stranger.session.customer}”. Nothing was written there.`,
    );
  }

  const text = writeNote(told);
  const done = (note_id: string | null): PushResult => {
    const url = psa.ticketUrl(found.ticket_id);
    return { kind: "pushed", note_id, ticket_id: found.ticket_id, url };
  };
  if (note.uncertain) {
    const earlier = await psa.findNote(found.ticket_id, text.marker);
    if (earlier.kind !== "ok") return asResult(earlier, found, true);
    if (earlier.value !== null) return done(earlier.value);
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
      return { kind: "failed", error: result.reason, ticket_id };
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
