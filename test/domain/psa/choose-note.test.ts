import { expect, test } from "vitest";
import { chooseNote } from "../../../src/domain/psa/choose-note.ts";
import type { NoteRow } from "../../../src/domain/psa/note-row.ts";
import { maySameCustomer } from "../../../src/domain/psa/same-customer.ts";

const NOW = 1_000;

function note(id: string, given: Partial<NoteRow> = {}): NoteRow {
  return {
    id,
    account_id: "a",
    connection_id: "c",
    handoff_id: "h",
    session_id: "s",
    reason: "claim",
    version: 1,
    ticket_ref: "123",
    ticket_id: null,
    status: "pending",
    merged_into: null,
    attempts: 0,
    last_error: null,
    note_id: null,
    url: null,
    uncertain: false,
    next_attempt_at: NOW,
    taken_until: null,
    created_at: 0,
    pushed_at: null,
    ...given,
  };
}

const chosen = (...waiting: NoteRow[]) => {
  const choice = chooseNote(waiting, NOW);
  return choice && [choice.note.id, ...choice.merges.map(({ id }) => id)];
};

test("nothing is chosen while nothing is due", () => {
  expect(chosen()).toBeNull();
  expect(chosen(note("1", { next_attempt_at: NOW + 1 }))).toBeNull();
});

test("the ticket that has waited longest comes first", () => {
  expect(chosen(note("1"), note("2", { ticket_ref: "456", next_attempt_at: NOW - 1 }))).toEqual(["2"]);
});

test("a ticket's newest note tells the earlier ones too, also those that would not be due yet", () => {
  const early = note("1", { next_attempt_at: NOW + 20 });
  expect(chosen(early, note("2"), note("3", { ticket_ref: "456" }), note("4"))).toEqual(["4", "1", "2"]);
});

test("one that may be in the ticket already goes alone, and holds the ticket until it is due", () => {
  const doubtful = note("1", { uncertain: true });
  expect(chosen(doubtful, note("2"))).toEqual(["1"]);
  const later = note("1", { uncertain: true, next_attempt_at: NOW + 1 });
  expect(chosen(later, note("2"))).toBeNull();
  expect(chosen(later, note("2"), note("3", { ticket_ref: "456" }))).toEqual(["3"]);
  const vanished = note("1", { status: "pushing" });
  expect(chosen(vanished, note("2"))).toEqual(["1"]);
});

test.each([
  ["Contoso", "Contoso Ltd.", true],
  ["CONTOSO GmbH & Co. KG", "contoso", true],
  ["Müller Bau", "Mueller Bau", true],
  ["Café Nord", "Cafe Nord (Hamburg)", true],
  [null, "Fabrikam", true],
  ["Contoso", null, true],
  ["The Company Ltd", "Fabrikam", true],
  ["Contoso", "Fabrikam", false],
  ["Contoso Ltd", "Fabrikam Ltd", false],
])("whether %s and %s may be one customer", (one, other, may) => {
  expect(maySameCustomer(one, other)).toBe(may);
});
