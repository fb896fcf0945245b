import { afterEach, describe, expect, it } from "vitest";
import type { LoggedEvent } from "../../src/contract/event.ts";
import type { SessionDetail } from "../../src/contract/handoff.ts";
import { eventText } from "../../src/ui/event-text.ts";
import { eventWords } from "../../src/ui/event-words.ts";
import { type ReadSession, findRefs, refWords } from "../../src/ui/ref-words.ts";
import { startWords } from "../../src/ui/start-words.ts";
import { verdictIn } from "../../src/ui/verdict-in.ts";
import { german } from "../../src/ui/words/de/german.ts";
import { english } from "../../src/ui/words/en/english.ts";
import { words } from "../../src/ui/words/spoken.ts";

afterEach(() => {
  words.value = english;
});

describe("where to start, in words", () => {
  it("is what the assessment suggests, with its confidence and what it rests on as it was written", () => {
    const start = {
      kind: "suggested",
      action: "Swap the cable",
      claim: "It is old.",
      confidence: "low",
    } as const;
    expect(startWords(start)).toEqual({
      action: "Swap the cable",
      why: "The assessment suggests it first; it is a guess.",
      claim: "It is old.",
    });
    words.value = german;
    expect(startWords(start)).toEqual({
      action: "Swap the cable",
      why: "Die Einschätzung schlägt es zuerst vor; sie ist eine Vermutung.",
      claim: "It is old.",
    });
  });

  it("follows from the steps where there is no assessment", () => {
    const said = (start: Parameters<typeof startWords>[0]) => startWords(start).action;
    expect(said({ kind: "confirm", title: "New lease" })).toBe(
      "Confirm that “New lease” has really settled it.",
    );
    expect(startWords({ kind: "settle", title: "Ping", detail: "2 of 4 lost" })).toEqual({
      action: "Settle “Ping”.",
      why: "It was inconclusive, so it rules nothing out yet.",
      claim: "2 of 4 lost",
    });
    const beyond = startWords({ kind: "beyond", title: "Reboot", failed: 3 });
    expect(beyond.why).toBe("It and 2 more did not help, so the cause is not what they would have fixed.");
    words.value = german;
    expect(said({ kind: "beyond", title: "Reboot", failed: 1 })).toBe(
      "Die Ursache anderswo suchen als bei „Reboot“.",
    );
  });

  it("is to see for oneself where nothing was tried: the device before the person, and neither if unknown", () => {
    const see = (device: string | null, contact: string | null) =>
      startWords({ kind: "see", device, contact }).action;
    expect(see("ZD420", "Joanne")).toBe("See the problem for yourself on ZD420.");
    expect(see(null, "Joanne")).toBe("Call Joanne and see the problem for yourself.");
    expect(see(null, null)).toBe("See the problem for yourself, and record what you try as steps.");
  });
});

describe("what a claim rests on", () => {
  const session = (id: string, fields: object) =>
    ({ id, messages: [], steps: [], ...fields }) as unknown as SessionDetail;
  const known: Record<string, SessionDetail> = {
    here: session("here", { messages: [{ id: "message" }] }),
    past: session("past", { problem_summary: "Queue stuck", steps: [{ id: "cured", title: "Cleared it" }] }),
  };
  const asked: string[] = [];
  const readSession: ReadSession = async (id) => {
    asked.push(id);
    return known[id] ?? null;
  };
  const lookUp = async (ids: string[], read = readSession) => {
    const found = await findRefs(ids, "here", read);
    return (ref: string) =>
      refWords(ref, { session_id: "here", steps: [{ id: "first" }, { id: "second" }], found });
  };

  it("is a step of this screen, a message, or a session that was resolved before with its step", async () => {
    asked.length = 0;
    const ref = await lookUp(["message", "past", "cured"]);
    expect(ref("second")).toEqual({ says: "step 2", href: "#step-second" });
    expect(ref("message")).toEqual({ says: "a message", href: "/sessions/here#message-message" });
    expect(ref("past")).toEqual({ says: "Resolved before: “Queue stuck”", href: "/sessions/past" });
    expect(ref("cured")).toEqual({ says: "The step there: “Cleared it”", href: "/sessions/past#step-cured" });
    expect(asked).toEqual(["here", "past"]);
  });

  it("is said to be gone, being looked up or unreadable, and never shown as an id", async () => {
    const ref = await lookUp(["deleted"]);
    expect(ref("deleted")).toEqual({ says: "Something that can no longer be found", href: null });
    expect(ref("not-yet")).toEqual({ says: "Looking it up…", href: null });
    const away = await lookUp(["past"], () => Promise.reject(new Error("The network is away.")));
    expect(away("past")).toEqual({ says: "Cannot be looked up now", href: null });
  });

  it("is not called gone while its own session cannot be read: it may be a message there", async () => {
    const ref = await lookUp(["perhaps"], async (id) => {
      if (id === "here") throw new Error("The network is away.");
      return null;
    });
    expect(ref("perhaps").says).toBe("Cannot be looked up now");
  });

  it("asks for nothing where all that is cited stands on the screen", async () => {
    asked.length = 0;
    await lookUp([]);
    expect(asked).toEqual([]);
  });
});

it("the record says what the holder made of the assessment, with the comment", () => {
  const judged = (details: object) =>
    ({ type: "handoff_updated", changed: ["assessment_verdict"], ...details }) as unknown as LoggedEvent;
  const event = judged({ assessment_verdict: "partly", verdict_comment: "The switch, not the cable" });
  expect([eventWords(event), eventText(event), verdictIn(event)]).toEqual([
    "called the assessment partly right",
    "The switch, not the cable",
    "partly",
  ]);
  expect(verdictIn(judged({ changed: ["note"] }))).toBeNull();
});
