import { afterEach, describe, expect, it } from "vitest";
import { PROBLEMS, type ProblemCode } from "../../src/contract/problem.ts";
import { ApiProblem } from "../../src/ui/api-problem.ts";
import { problemWords } from "../../src/ui/problem-words.ts";
import { signInFault } from "../../src/ui/sign-in-fault.ts";
import { english } from "../../src/ui/words/en/english.ts";
import { german } from "../../src/ui/words/de/german.ts";
import { language, words } from "../../src/ui/words/spoken.ts";

const CODES = Object.keys(PROBLEMS) as ProblemCode[];

function told(code: string, detail: string, errors?: { pointer: string; detail: string }[]): ApiProblem {
  const base = { type: "", title: "Server's title", status: 409, instance: "", request_id: "r" };
  return new ApiProblem({ ...base, code, detail, ...(errors && { errors }) });
}

function speakGerman(): void {
  words.value = german;
  language.value = "de";
}

afterEach(() => {
  words.value = english;
  language.value = "en";
});

describe("a problem's words", () => {
  it("are called the same by the page as by the server", () => {
    for (const code of CODES) expect(english.problems[code].title).toBe(PROBLEMS[code].title);
  });

  it("are German for a German reader, every one of them", () => {
    for (const [code, { title, help }] of Object.entries(german.problems)) {
      const same = english.problems[code as keyof typeof english.problems];
      expect([title, help]).not.toEqual([same.title, same.help]);
      expect(title === same.title || help === same.help).toBe(false);
    }
  });

  it("keep the server's own sentence only where it says more than the code", () => {
    const last = "This is the last active owner.";
    expect(problemWords(told("invalid_transition", last))).toEqual({
      title: "Not possible in this state",
      help: last,
      detail: null,
    });
    expect(problemWords(told("internal", "The error has been logged.")).help).toBe(
      english.problems.internal.help,
    );
    speakGerman();
    const { title, help } = german.problems.invalid_transition;
    expect(problemWords(told("invalid_transition", last))).toEqual({ title, help, detail: last });
    expect(problemWords(told("internal", "The error has been logged.")).detail).toBeNull();
    const errors = [{ pointer: "/name", detail: "Too long." }];
    expect(problemWords(told("validation_failed", "1 field is wrong.", errors)).detail).toBeNull();
  });

  it("are the server's where its code is newer than the page", () => {
    speakGerman();
    expect(problemWords(told("too_new", "Reload."))).toEqual({
      title: "Server's title",
      help: "Reload.",
      detail: null,
    });
  });
});

describe("why a sign-in did not work", () => {
  it("is one of the page's own words, whatever the address says", () => {
    expect(signInFault("link_used")).toBe("link_used");
    for (const made of ["", "toString", "Your account is locked, call 0800", "__proto__"]) {
      expect(signInFault(made)).toBe("unavailable");
    }
  });
});
