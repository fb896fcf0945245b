import { beforeAll, describe, expect, it } from "vitest";
import { assess } from "../../src/assessment/assess.ts";
import { assessmentPrompt } from "../../src/assessment/assessment-prompt.ts";
import { modelFor } from "../../src/assessment/model-for.ts";
import type { AssessmentInput } from "../../src/contract/assessment-input.ts";
import { Assessment } from "../../src/contract/handoff.ts";
import { assessmentInput } from "../support/assessment-input.ts";
import { INJECTIONS } from "../support/injections.ts";
import { makeTestModel } from "../support/model-room.ts";

const step = (given: Partial<AssessmentInput["steps"][number]>) => ({
  id: "01939c6e-7a10-7cc4-9d2e-000000000001",
  title: "Restarted the client",
  result: "failed" as const,
  detail: null,
  evidence_url: null,
  ...given,
});

/** Everywhere that others' text comes in. */
const PLACES: Record<string, (text: string) => Partial<AssessmentInput>> = {
  "the problem": (text) => ({ problem_summary: text }),
  "the domain": (text) => ({ problem_domain: text }),
  notes: (text) => ({ engineer_notes: text }),
  "an alert": (text) => ({ intake: `summary: ${text}\nhost: dc01` }),
  "a step's title": (text) => ({ steps: [step({ title: text })] }),
  "a step's detail": (text) => ({ steps: [step({ detail: text })] }),
  "a user's message": (text) => ({ messages: [{ id: "m1", role: "user", content: text }] }),
  "a system message": (text) => ({ messages: [{ id: "m1", role: "system", content: text }] }),
  "an earlier resolution": (text) => ({
    resolved: [
      {
        id: "r1",
        problem_summary: "Copies hang over the VPN",
        problem_domain: "vpn",
        resolution: text,
        worked: null,
      },
    ],
  }),
};

const cases = Object.entries(INJECTIONS).flatMap(([kind, text]) =>
  Object.entries(PLACES).map(([place, put]) => ({ kind, place, input: assessmentInput(put(text)) })),
);

const ask = async (input: AssessmentInput, timeout = 5_000) => {
  const model = makeTestModel();
  await model.answers({ answer: "obeys" });
  const assessed = await assess(input, {
    model: modelFor(model.variables, timeout),
    mayAsk: async () => true,
    now: () => 0,
  });
  return { assessed, calls: await model.calls() };
};

// The first question loads the SDK.
beforeAll(() => ask(assessmentInput(), 30_000));

describe("a model that does whatever an injection bids it", () => {
  it.each(cases)("$kind, in $place: says it as data within the schema, and no more", async ({ input }) => {
    const { assessed, calls } = await ask(input);
    expect(Assessment.strict().parse(assessed)).toEqual(assessed);
    // Whatever it did: it was asked without tools, and nothing else was called (no test can reach a network).
    expect(calls.length).toBeLessThanOrEqual(2);
    for (const { body } of calls) expect(JSON.parse(body)).not.toHaveProperty("tools");
    const ids = new Set([...input.steps, ...input.messages, ...input.resolved].map(({ id }) => id));
    for (const { refs, hypothesis } of assessed.evidence) {
      expect(refs.filter((ref) => !ids.has(ref))).toEqual([]);
      expect(hypothesis || refs.length > 0).toBe(true);
    }
    const said = JSON.stringify(assessed);
    expect(said).not.toMatch(/Disable MFA for all|Delete the mailbox|tool_calls|assessment_verdict/);
    const { likely_cause, suggested_steps, evidence } = assessed;
    const shown = [likely_cause, ...suggested_steps, ...evidence.map(({ claim }) => claim)].join("");
    expect(shown).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it("is believed in nothing but its words: they stand where a cause stands, and a link is text", async () => {
    const injection = INJECTIONS["with a link"] ?? "";
    const { assessed } = await ask(assessmentInput({ engineer_notes: injection }));
    expect(assessed).toMatchObject({ source: "openai_compatible", confidence: "high" });
    expect(assessed.likely_cause).toMatch(/^\[Click to fix\]\(https:\/\/evil\.example/);
  });
});

describe("what a model is sent", () => {
  it.each(cases)("$kind, in $place: stays inside the record", ({ input }) => {
    const { prompt } = assessmentPrompt(input);
    const [open = "", ...rest] = prompt.material.split("<");
    expect(open).toBe("");
    expect(rest.map((part) => part.slice(0, 8))).toEqual(["record>\n", "/record>"]);
    expect(JSON.parse(prompt.material.slice("<record>\n".length, -"\n</record>".length))).toBeTypeOf(
      "object",
    );
    expect(prompt.instructions).not.toContain("SAY(");
  });

  it.each(Object.entries(PLACES))("holds no secret that stood in %s", (_, put) => {
    const { prompt } = assessmentPrompt(
      assessmentInput(put("Copies hang over the VPN, password: Hunter2!x")),
    );
    expect(prompt.material).toContain("password: [redacted]");
    expect(prompt.material).not.toContain("Hunter2");
  });

  it("names nobody: neither customer nor people are part of what an assessment rests on", () => {
    const material = JSON.parse(assessmentPrompt(assessmentInput()).prompt.material.slice(9, -10)) as object;
    expect(Object.keys(material)).toEqual([
      "problem",
      "domain",
      "engineer_notes",
      "began_with",
      "steps",
      "messages",
      "resolved_before",
    ]);
  });
});
