import { afterEach, describe, expect, it } from "vitest";
import type { LoggedEvent } from "../../src/contract/event.ts";
import type { Delivery } from "../../src/contract/delivery.ts";
import type { Handoff } from "../../src/contract/handoff.ts";
import type { Session } from "../../src/contract/session.ts";
import { eventText } from "../../src/ui/event-text.ts";
import { eventWords } from "../../src/ui/event-words.ts";
import { offeredVerbs } from "../../src/ui/offered-verbs.ts";
import { sessionEntries } from "../../src/ui/session-entries.ts";
import { sessionsQuery, sessionsViewOf } from "../../src/ui/sessions-view.ts";
import type { Told } from "../../src/ui/told-of.ts";
import { toldSum } from "../../src/ui/told-sum.ts";
import { german } from "../../src/ui/words/de/german.ts";
import { english } from "../../src/ui/words/en/english.ts";
import { words } from "../../src/ui/words/spoken.ts";

/** Only what an event's words are made from. */
const event = (type: LoggedEvent["type"], details: object): LoggedEvent =>
  ({ type, seq: 1, created_at: "2026-11-20T12:00:00.000Z", ...details }) as unknown as LoggedEvent;
const people = (...names: string[]) => ({ recipients: names.map((name) => ({ id: name, name })) });

afterEach(() => {
  words.value = english;
});

describe("what happened", () => {
  it("names who was reminded: a holder alone is not the team", () => {
    const reminded = (...names: string[]) => eventWords(event("handoff_reminded", people(...names)));
    expect(reminded("Priya Nair")).toBe("reminded Priya Nair");
    expect(reminded("Priya", "Adam", "Olivia")).toBe("reminded Priya, Adam, Olivia");
    expect(reminded("A", "B", "C", "D")).toBe("reminded 4 people");
    expect(eventWords(event("handoff_widened", people("Adam Reyes")))).toBe("asked more people: Adam Reyes");
    words.value = german;
    expect(reminded("Priya Nair")).toBe("hat Priya Nair erinnert");
  });

  it("says what was written with it, and leaves out what nobody wrote", () => {
    const note = { changed: ["note"], note: { text: "Called the site" } };
    expect(eventWords(event("handoff_updated", note))).toBe("added a note");
    expect(eventText(event("handoff_updated", note))).toBe("Called the site");
    const correction = { changed: ["correction"], correction: "Only building B" };
    expect(eventWords(event("handoff_updated", correction))).toBe("corrected the read-back");
    expect(eventText(event("handoff_updated", correction))).toBe("Only building B");
    expect(eventText(event("handoff_created", { engineer_notes: "" }))).toBeNull();
    expect(eventText(event("handoff_reminded", people("Adam")))).toBeNull();
  });

  it("is one list with what was said and tried, in the order of time, without who was told", () => {
    const at = (minute: number) => `2026-11-20T12:0${minute}:00.000Z`;
    const session = {
      messages: [{ id: "m", created_at: at(1) }],
      steps: [
        { id: "a", created_at: at(0) },
        { id: "b", created_at: at(3) },
      ],
    } as unknown as Parameters<typeof sessionEntries>[0];
    const events = [
      event("handoff_claimed", { created_at: at(2) }),
      event("delivery_changed", { created_at: at(2) }),
    ];
    const entries = sessionEntries(session, events);
    expect(entries.map(({ kind, at: when }) => [kind, when])).toEqual([
      ["step", at(0)],
      ["message", at(1)],
      ["event", at(2)],
      ["step", at(3)],
    ]);
    expect(entries.map((entry) => (entry.kind === "step" ? entry.number : 0))).toEqual([1, 0, 0, 2]);
  });
});

describe("what is offered", () => {
  const session = { status: "escalated", user_id: "sam" } as Session;
  const handoff = (fields: object) => [{ handed_off_by: "sam", claimed_by: null, ...fields } as Handoff];
  const verbs = (id: string, fields: object, about: Partial<Session> = {}) =>
    offeredVerbs({ ...session, ...about }, handoff(fields), { id, role: "engineer" });

  it("depends on whose it is and where it stands", () => {
    const held = { status: "claimed", claimed_by: "priya" };
    expect(verbs("sam", { status: "open" })).toEqual(["hand_off", "resolve", "withdraw"]);
    expect(verbs("priya", { status: "open" })).toEqual([]);
    expect(verbs("priya", held)).toEqual(["hand_off", "resolve", "release", "return"]);
    expect(verbs("adam", held)).toEqual([]);
    const paused = { status: "paused" } as const;
    expect(verbs("sam", { status: "open" }, paused)[0]).toBe("resume");
    expect(verbs("priya", { status: "resolved" }, { status: "resolved" })).toEqual([]);
  });
});

it("a receipt counts what was sent, what arrived and what cannot arrive", () => {
  const told = ["sent", "delivered", "bounced", "pending", null].map(
    (status) => ({ latest: status === null ? null : ({ status } as Delivery) }) as Told,
  );
  expect(toldSum(told)).toEqual({ sent: 2, delivered: 1, failed: 1 });
});

it("the list of sessions is what its address says, without what the address says wrongly", () => {
  const view = sessionsViewOf({ mine: "true", status: "paused", q: "vpn" });
  expect(view).toEqual({ mine: true, status: "paused", q: "vpn", cursor: null });
  expect(sessionsQuery(view)).toBe("?mine=true&status=paused&q=vpn");
  expect(sessionsQuery(sessionsViewOf({ mine: "yes", status: "lost", q: "" }))).toBe("");
});
