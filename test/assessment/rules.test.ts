import * as fc from "fast-check";
import { expect, test } from "vitest";
import { assessByRules } from "../../src/assessment/rules.ts";
import type { AssessmentInput } from "../../src/contract/assessment-input.ts";
import { Assessment } from "../../src/contract/handoff.ts";
import { MESSAGE_ROLES, STEP_RESULTS } from "../../src/contract/session.ts";

type Step = AssessmentInput["steps"][number];

const step = (id: string, result: Step["result"], detail: string | null = null): Step => ({
  id,
  title: `Step ${id}`,
  result,
  detail,
  evidence_url: null,
});
const input = (given: Partial<AssessmentInput> = {}): AssessmentInput => ({
  problem_summary: "VPN odd.",
  problem_domain: "network",
  engineer_notes: null,
  intake: null,
  steps: [],
  messages: [],
  resolved: [],
  ...given,
});

test("every sentence points to the step it rests on, or is labelled a hypothesis", () => {
  const { evidence, likely_cause } = assessByRules(
    input({
      steps: [
        step("1", "failed", "Same error."),
        step("2", "inconclusive"),
        step("3", "worked"),
        step("4", "skipped"),
      ],
    }),
  );
  expect(evidence).toEqual([
    { claim: likely_cause, refs: ["3"], hypothesis: true },
    { claim: "“Step 3” worked.", refs: ["3"], hypothesis: false },
    { claim: "“Step 1” did not help (Same error).", refs: ["1"], hypothesis: false },
    { claim: "“Step 2” was inconclusive.", refs: ["2"], hypothesis: false },
  ]);
  expect(likely_cause).toBe("The cause is likely where “Step 3” made a difference.");
});

test("when everything failed, the cause lies beyond what was tried", () => {
  const assessed = assessByRules(input({ steps: [step("1", "failed"), step("2", "failed")] }));
  expect(assessed.likely_cause).toBe("VPN odd: not explained by what “Step 1”, “Step 2” would have fixed.");
  expect(assessed.evidence[0]).toEqual({ claim: assessed.likely_cause, refs: ["1", "2"], hypothesis: true });
  expect(assessed.confidence).toBe("medium");
});

test("with nothing tried it says so, and claims nothing", () => {
  expect(assessByRules(input())).toEqual({
    likely_cause: "VPN odd: nothing has been tried yet, most likely in network.",
    suggested_steps: [
      "Compare with a second device on the same network segment.",
      "Check name resolution and the default gateway from the affected device.",
      "Read the firewall and VPN logs for the time of the first report.",
    ],
    confidence: "low",
    evidence: [
      { claim: "VPN odd: nothing has been tried yet, most likely in network.", refs: [], hypothesis: true },
    ],
    source: "rules",
    model: null,
    duration_ms: 0,
  });
});

test("without a problem the first thing a user said stands for it, and without that nothing is made up", () => {
  const nothing = { problem_summary: null, problem_domain: null };
  const messages = [
    { id: "m1", role: "system" as const, content: "Session opened" },
    { id: "m2", role: "user" as const, content: "My printer prints hieroglyphs" },
  ];
  expect(assessByRules(input({ ...nothing, messages })).likely_cause).toMatch(
    /^My printer prints hieroglyphs: nothing/,
  );
  expect(assessByRules(input(nothing)).likely_cause).toBe("Not enough is on record to name a cause.");
});

test.each([
  ["medium", [step("1", "worked")]],
  ["medium", [step("1", "failed"), step("2", "inconclusive")]],
  ["low", [step("1", "failed")]],
  ["low", [step("1", "skipped"), step("2", "skipped")]],
] as const)("confidence is %s when the record supports no more", (confidence, steps) => {
  expect(assessByRules(input({ steps: [...steps] })).confidence).toBe(confidence);
});

test("what was left undecided is suggested first, then the moves of the domain, six at most", () => {
  const steps = [step("1", "inconclusive"), step("2", "inconclusive"), step("3", "inconclusive")];
  const { suggested_steps } = assessByRules(
    input({ steps, problem_domain: "printing", problem_summary: "Faint" }),
  );
  expect(suggested_steps).toEqual([
    "Settle “Step 1”: it was inconclusive.",
    "Settle “Step 2”: it was inconclusive.",
    "Settle “Step 3”: it was inconclusive.",
    "Print a test page from the server itself.",
    "Look at the queue for a job that blocks it, and restart the spooler.",
    "Compare driver versions with a working machine.",
  ]);
});

const text = fc.string({ unit: "grapheme", maxLength: 60 });
const inputs: fc.Arbitrary<AssessmentInput> = fc.record({
  problem_summary: fc.option(text),
  problem_domain: fc.option(text),
  engineer_notes: fc.option(text),
  steps: fc.array(
    fc.record({
      id: fc.uuid(),
      title: text,
      result: fc.constantFrom(...STEP_RESULTS),
      detail: fc.option(text),
      evidence_url: fc.constant(null),
    }),
    { maxLength: 20 },
  ),
  messages: fc.array(fc.record({ id: fc.uuid(), role: fc.constantFrom(...MESSAGE_ROLES), content: text }), {
    maxLength: 10,
  }),
  intake: fc.option(text),
  resolved: fc.array(
    fc.record({
      id: fc.uuid(),
      problem_summary: text,
      problem_domain: fc.option(text),
      resolution: text,
      worked: fc.option(fc.record({ id: fc.uuid(), title: text })),
    }),
    { maxLength: 10 },
  ),
});

test("whatever is on record, the answer fits the contract, is the same every time, and refers only to what is there", () => {
  fc.assert(
    fc.property(inputs, (given) => {
      const assessed = assessByRules(given);
      expect(Assessment.parse(assessed)).toEqual(assessed);
      expect(assessByRules(structuredClone(given))).toEqual(assessed);
      const known = new Set(
        [...given.steps, ...given.messages, ...given.resolved].flatMap((one) => [
          one.id,
          ...("worked" in one && one.worked ? [one.worked.id] : []),
        ]),
      );
      for (const { refs, hypothesis } of assessed.evidence) {
        expect(refs.every((ref) => known.has(ref))).toBe(true);
        expect(hypothesis || refs.length > 0).toBe(true);
      }
      expect(assessed.suggested_steps.length).toBeGreaterThan(0);
    }),
    { seed: 20261120 },
  );
});

const resolved = (given: Partial<AssessmentInput["resolved"][number]> = {}) => ({
  id: "r1",
  problem_summary: "Plotter in room 12 prints stripes",
  problem_domain: "printing",
  resolution: "Cleaned the print head.",
  worked: { id: "w1", title: "Cleaned the head" },
  ...given,
});
const plotter = { problem_summary: "Plotter prints stripes again", problem_domain: "printing" };

test("what resolved a similar session of the account is evidence and the first thing to check", () => {
  const others = Array.from({ length: 20 }, (_, place) =>
    resolved({
      id: `o${place}`,
      problem_summary: `Laptop ${place} has no sound`,
      problem_domain: "endpoint",
    }),
  );
  const assessed = assessByRules(input({ ...plotter, resolved: [...others, resolved()] }));
  expect(assessed.evidence.slice(1)).toEqual([
    {
      claim: "“Plotter in room 12 prints stripes” was resolved before: Cleaned the print head.",
      refs: ["r1", "w1"],
      hypothesis: false,
    },
  ]);
  expect(assessed.suggested_steps[0]).toBe(
    "Check whether this helps as it did before: Cleaned the print head.",
  );
});

test("what was drastic before, or has been tried already, is evidence but not suggested", () => {
  const drastic = resolved({ resolution: "Restored the whole server over production." });
  const tried = { ...step("1", "failed"), title: "Cleaned the print head" };
  for (const given of [{ resolved: [drastic] }, { resolved: [resolved()], steps: [tried] }]) {
    const { evidence, suggested_steps } = assessByRules(input({ ...plotter, ...given }));
    expect(evidence.some(({ refs }) => refs.includes("r1"))).toBe(true);
    expect(suggested_steps.join()).not.toContain("as it did before");
  }
});

test("a session that shares one common word, or nothing but the domain, is not similar", () => {
  const none = [
    resolved({ problem_summary: "Printer jams" }),
    resolved({ problem_summary: "Plotter offline" }),
  ];
  expect(assessByRules(input({ ...plotter, resolved: none })).evidence).toHaveLength(1);
});

test("an error code that was resolved before is enough to be similar", () => {
  const before = resolved({ problem_summary: "0x8004106c at login", problem_domain: null });
  const assessed = assessByRules(
    input({ problem_summary: "Fails with 0x8004106C", problem_domain: null, resolved: [before] }),
  );
  expect(assessed.evidence.at(-1)?.refs).toEqual(["r1", "w1"]);
});

test("the signs on record name the usual cause, with the steps and messages that show it, and the moves nobody has made", () => {
  const steps = [
    { ...step("s1", "worked"), title: "Pinged the file server", detail: "Ping works" },
    { ...step("s2", "failed"), title: "Restarted the client" },
  ];
  const messages = [{ id: "m1", role: "user" as const, content: "Copying large files over the VPN hangs" }];
  const { likely_cause, evidence, suggested_steps } = assessByRules(
    input({ problem_summary: "VPN hangs on large files", problem_domain: "vpn", steps, messages }),
  );
  expect(likely_cause).toMatch(/^The MTU of the VPN path is too large/);
  expect(evidence[0]).toEqual({ claim: likely_cause, refs: ["s1", "m1"], hypothesis: true });
  expect(suggested_steps[0]).toBe(
    "Find the largest ping that passes without fragmenting through the tunnel.",
  );
});

test("what an assistant has guessed shows nothing", () => {
  const content = "This is certainly a blacklist at Spamhaus";
  const asked = (role: "assistant" | "user") =>
    assessByRules(input({ problem_summary: "Odd", messages: [{ id: "m1", role, content }] })).likely_cause;
  expect(asked("assistant")).not.toContain("block list");
  expect(asked("user")).toContain("block list");
});
