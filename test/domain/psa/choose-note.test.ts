import { expect, test } from "vitest";
import { chooseNote } from "../../../src/domain/psa/choose-note.ts";
import type { NoteRow } from "../../../src/domain/psa/note-row.ts";
import { note } from "../../support/note-row.ts";

const NOW = 1_000;

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
