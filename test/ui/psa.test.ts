import { afterEach, describe, expect, it } from "vitest";
import type { LoggedEvent } from "../../src/contract/event.ts";
import {
  NewPsaConnection,
  PSA_CREDENTIALS,
  PSA_SETTINGS,
  type PsaConnection,
} from "../../src/contract/psa-connection.ts";
import { PSA_KINDS, type PsaKind } from "../../src/contract/psa.ts";
import { eventWords } from "../../src/ui/event-words.ts";
import {
  connectionChange,
  newConnectionOf,
  newDraft,
  psaDraftOf,
} from "../../src/ui/screens/settings/psa-draft.ts";
import { PSA_KINDS_OFFERED, fieldWords, fieldsOf } from "../../src/ui/screens/settings/psa-fields.ts";
import { ticketName } from "../../src/ui/ticket-name.ts";
import { ticketUrl } from "../../src/ui/ticket-url.ts";
import { psaChosen } from "../../src/ui/psa-chosen.ts";
import { german } from "../../src/ui/words/de/german.ts";
import { english } from "../../src/ui/words/en/english.ts";
import { words } from "../../src/ui/words/spoken.ts";

afterEach(() => {
  words.value = english;
});

const TYPED: Record<PsaKind, Record<string, string>> = {
  connectwise: {
    site: " na.myconnectwise.net ",
    company_id: "northwind",
    public_key: "pub",
    private_key: "priv",
    client_id: "6f1d7bb8-0a3c-4d55-9a1b-0d4c2f6f9b11",
  },
  halopsa: { host: "acme.halopsa.com", client_id: "id", client_secret: "secret" },
  autotask: { username: "api@acme.example", note_type: "3", integration_code: "code", secret: "secret" },
  webhook: { url: "https://desk.example/notes", secret: `whsec_${"A".repeat(43)}=` },
};
const saved = (kind: PsaKind, settings: Record<string, unknown>): PsaConnection => ({
  id: "c",
  kind,
  name: "Ours",
  settings,
  broken_since: null,
  last_error: null,
  created_at: "2026-11-26T08:00:00.000Z",
  updated_at: "2026-11-26T08:00:00.000Z",
});

describe("a connection as it is typed", () => {
  it("is asked for exactly what its kind takes, with words for each field in both languages", () => {
    expect(PSA_KINDS_OFFERED.toSorted()).toEqual(PSA_KINDS.toSorted());
    for (const kind of PSA_KINDS) {
      const taken = [
        ...Object.keys(PSA_SETTINGS[kind].shape).filter((name) => name !== "internal"),
        ...Object.keys(PSA_CREDENTIALS[kind].shape),
      ];
      const asked = fieldsOf(kind).map(({ name }) => name);
      expect(asked.toSorted()).toEqual(taken.toSorted());
      for (const language of [english, german]) {
        words.value = language;
        for (const name of asked) expect(fieldWords(kind, name).hint).not.toBe("");
      }
    }
  });

  it.each(PSA_KINDS)("makes a connection to %s that the server takes", (kind) => {
    const body = newConnectionOf({ ...newDraft(kind, " Ours "), values: TYPED[kind] });
    expect(NewPsaConnection.safeParse(body).error).toBeUndefined();
    expect(body.name).toBe("Ours");
  });

  it("changes nothing that was left alone, and gives settings and credentials whole", () => {
    const settings = { username: "api@acme.example", note_type: 3, internal: true };
    const connection = saved("autotask", settings);
    const draft = psaDraftOf(connection);
    expect(connectionChange(connection, draft)).toBeNull();
    expect(connectionChange(connection, { ...draft, name: "Theirs " })).toEqual({ name: "Theirs" });
    expect(connectionChange(connection, { ...draft, internal: false })).toEqual({
      settings: { ...settings, internal: false },
    });
    const cleared = { ...draft, values: { ...draft.values, note_type: "" } };
    expect(connectionChange(connection, cleared)).toEqual({
      settings: { username: "api@acme.example", internal: true },
    });
    const secrets = { integration_code: "code", secret: "new" };
    expect(connectionChange(connection, { ...draft, values: { ...draft.values, ...secrets } })).toEqual({
      credentials: secrets,
    });
  });
});

describe("the ticket of a session", () => {
  const [one, two] = ["a", "b"].map((id) => ({ id, kind: "halopsa" as const, name: id }));
  if (!one || !two) throw new Error("There are two.");

  it("is in the one that is named, or in the only one, and else says why in none", () => {
    const said = (choices: (typeof one)[], named: string | null) => {
      const { chosen, why } = psaChosen(choices, named);
      return chosen?.id ?? why;
    };
    expect(said([one], null)).toBe("a");
    expect(said([one, two], "b")).toBe("b");
    expect(said([], null)).toBe("none");
    expect(said([one, two], null)).toBe("several");
    // The same number elsewhere is another customer's ticket.
    expect(said([one], "b")).toBe("gone");
  });

  it("is linked to over https and in no other way", () => {
    expect(ticketUrl("https://desk.example/t/1")).toBe("https://desk.example/t/1");
    for (const url of ["http://desk.example/t/1", "javascript:alert(1)", "desk.example", null])
      expect(ticketUrl(url)).toBeNull();
  });

  it("is named once in a sentence", () => {
    expect(["Ticket 123", "#123", "ticket", "T20240215.0001"].map(ticketName)).toEqual([
      "123",
      "#123",
      "ticket",
      "T20240215.0001",
    ]);
  });
});

describe("what became of a note", () => {
  const event = (psa_note: object) =>
    ({ type: "handoff_updated", changed: ["psa_note"], psa_note }) as unknown as LoggedEvent;
  const pushed = event({ state: "pushed", ticket: "Ticket 123", url: null });
  const failed = event({ state: "failed", ticket: "#123", last_error: "It is locked." });
  // What was recorded before tickets were named in it.
  const old = event({ state: "pushed", url: null });
  const asked = event({ state: "pending" });

  it("reads as a sentence, in English and in German", () => {
    expect([pushed, failed, old, asked].map(eventWords)).toEqual([
      "wrote the note into ticket 123",
      "could not write into ticket #123: It is locked.",
      "wrote the note into the ticket",
      "sent the note to the ticket",
    ]);
    words.value = german;
    expect([pushed, failed, old, asked].map(eventWords)).toEqual([
      "hat die Notiz in Ticket 123 geschrieben",
      "konnte nicht in Ticket #123 schreiben: It is locked.",
      "hat die Notiz in das Ticket geschrieben",
      "hat die Notiz an das Ticket geschickt",
    ]);
  });
});
