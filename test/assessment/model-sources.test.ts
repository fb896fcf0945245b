import { beforeAll, describe, expect, it } from "vitest";
import { assess } from "../../src/assessment/assess.ts";
import { modelFor } from "../../src/assessment/model-for.ts";
import { assessByRules } from "../../src/assessment/rules.ts";
import type { Assessment } from "../../src/contract/handoff.ts";
import { assessmentInput } from "../support/assessment-input.ts";
import { GOOD_ANSWER, type TestModel, makeTestModel } from "../support/model-room.ts";
import type { ModelBehaviour } from "../support/model-server.ts";

const input = assessmentInput();
const [failed] = input.steps;

// The first question loads the SDK, which the short patience of these tests does not allow for.
beforeAll(async () => {
  const model = makeTestModel();
  await model.answers(GOOD_ANSWER);
  await assess(input, {
    model: modelFor(model.variables, 30_000),
    mayAsk: async () => true,
    now: () => 0,
  });
});
const byRules = { ...assessByRules(input), duration_ms: 5 };

/** Asks as the consumer does, with a clock that moves by 5 ms whenever it is read, and a short patience. */
async function ask(model: TestModel, mayAsk = async () => true): Promise<Assessment> {
  let now = 0;
  let reads = 0;
  return assess(input, {
    model: modelFor(model.variables, 1_500),
    mayAsk,
    // The first reading begins, the last one ends: what was read between them does not count.
    now: () => (reads++ === 0 ? now : (now = 5)),
  });
}

describe("an OpenAI-compatible endpoint", () => {
  it("is asked once, with its key and model, and its answer says where it is from and how long it took", async () => {
    const model = makeTestModel();
    await model.answers(GOOD_ANSWER);
    expect(await ask(model)).toEqual({
      likely_cause: "The MTU of the tunnel is too large.",
      suggested_steps: ["Find the largest ping that passes."],
      confidence: "medium",
      evidence: [
        { claim: "Large copies hang.", refs: [failed?.id], hypothesis: false },
        { claim: "The provider changed something.", refs: [], hypothesis: true },
      ],
      source: "openai_compatible",
      model: "test-model",
      duration_ms: 5,
    });
    const calls = await model.calls();
    expect(calls.map(({ path, authorization }) => [path, authorization])).toEqual([
      ["v1/chat/completions", "Bearer model-key"],
    ]);
    const body = JSON.parse(calls[0]?.body ?? "") as Record<string, unknown>;
    expect(body).toMatchObject({ model: "test-model", response_format: { type: "json_schema" } });
    expect(JSON.stringify(body["messages"])).toContain("Copies hang over the VPN");
    expect(body["tools"]).toBeUndefined();
  });

  it("may call steps by their short names or ids; what it makes up is taken out, and the claim is a hypothesis", async () => {
    const model = makeTestModel();
    const evidence = [
      { claim: "By name", refs: ["S2", "M1", "S2"] },
      { claim: "By id", refs: [failed?.id ?? ""] },
      { claim: "Made up", refs: ["S99", "step one", "01939c6e-7a10-7cc4-9d2e-ffffffffffff"] },
    ];
    const content = { likely_cause: "X", suggested_steps: [], confidence: "low", evidence };
    await model.answers({ answer: "json", content });
    expect((await ask(model)).evidence).toEqual([
      { claim: "By name", refs: [input.steps[1]?.id, input.messages[0]?.id], hypothesis: false },
      { claim: "By id", refs: [failed?.id], hypothesis: false },
      { claim: "Made up", refs: [], hypothesis: true },
    ]);
  });

  it("is understood with words and a fence around its JSON", async () => {
    const model = makeTestModel();
    const json = '{"likely_cause":"X","suggested_steps":[],"confidence":"high","evidence":[]}';
    await model.answers({ answer: "text", content: `Sure!\n\`\`\`json\n${json}\n\`\`\`` });
    expect(await ask(model)).toMatchObject({ likely_cause: "X", source: "openai_compatible" });
    expect(await model.calls()).toHaveLength(1);
  });

  it("is asked in a plainer way where it refuses the form of the question", async () => {
    const model = makeTestModel();
    await model.answers({ answer: "status", status: 400 }, GOOD_ANSWER);
    expect(await ask(model)).toMatchObject({ source: "openai_compatible" });
    const [first, second] = (await model.calls()).map(({ body }) => JSON.parse(body) as object);
    expect(first).toHaveProperty("response_format");
    expect(first).toHaveProperty("max_tokens");
    expect(second).not.toHaveProperty("response_format");
    expect(second).not.toHaveProperty("max_tokens");
  });

  const passing: [string, ModelBehaviour][] = [
    ["500", { answer: "status", status: 500 }],
    ["503 with HTML", { answer: "status", status: 503, body: "<html>Bad gateway</html>" }],
    ["429 that asks for no wait", { answer: "status", status: 429, retryAfter: 0 }],
    ["429 that asks for a second", { answer: "status", status: 429, retryAfter: 1 }],
    ["garbage", { answer: "text", content: "I think it is DNS. It is always DNS." }],
    ["another shape", { answer: "json", content: { cause: "DNS" } }],
    ["a confidence of its own", { answer: "json", content: { likely_cause: "X", confidence: "total" } }],
    ["HTML", { answer: "html" }],
    ["nothing", { answer: "empty" }],
    ["10 MB", { answer: "huge" }],
    ["a closed connection", { answer: "closes" }],
    ["tokens without end", { answer: "endless" }],
  ];
  it.each(passing)("that answers with %s is asked once more, and then may be right", async (_, behaviour) => {
    const model = makeTestModel();
    await model.answers(behaviour, GOOD_ANSWER);
    expect(await ask(model)).toMatchObject({ source: "openai_compatible", model: "test-model" });
    expect(await model.calls()).toHaveLength(2);
  });

  it.each(passing)("that answers with %s twice leaves it to the rules", async (_, behaviour) => {
    const model = makeTestModel();
    await model.answers(behaviour);
    expect(await ask(model)).toEqual(byRules);
    expect(await model.calls()).toHaveLength(2);
  });

  it.each<[string, ModelBehaviour]>([
    ["hangs", { answer: "hangs" }],
    ["hangs in the middle of its answer", { answer: "hangs_mid_body" }],
    ["does not know the key", { answer: "status", status: 401 }],
    ["does not know the model", { answer: "status", status: 404 }],
    ["asks for a minute", { answer: "status", status: 429, retryAfter: 60 }],
    ["sends us elsewhere", { answer: "redirect", to: "https://evil.example/v1/chat/completions" }],
  ])("that %s is asked once, and the rules answer", async (_, behaviour) => {
    const model = makeTestModel();
    await model.answers(behaviour);
    expect(await ask(model)).toEqual(byRules);
    expect(await model.calls()).toHaveLength(1);
  });

  it("that hangs three times in a row is left alone for half a minute, and asked again then", async () => {
    const model = makeTestModel();
    await model.answers({ answer: "hangs" }, { answer: "hangs" }, { answer: "hangs" }, GOOD_ANSWER);
    const source = modelFor(model.variables, 200);
    let now = 0;
    const asked = async () => {
      const how = { model: source, mayAsk: async () => true, now: () => now };
      return (await assess(input, how)).source;
    };
    expect([await asked(), await asked(), await asked(), await asked()]).toEqual(Array(4).fill("rules"));
    expect(await model.calls()).toHaveLength(3);
    now += 29_999;
    expect(await asked()).toBe("rules");
    expect(await model.calls()).toHaveLength(3);
    now += 1;
    expect(await asked()).toBe("openai_compatible");
    expect(await asked()).toBe("openai_compatible");
  });

  it("sees nothing where the account does not let it be asked, also between two tries", async () => {
    const model = makeTestModel();
    await model.answers({ answer: "status", status: 500 });
    expect(await ask(model, async () => false)).toEqual(byRules);
    expect(await model.calls()).toEqual([]);
    let left = 1;
    expect(await ask(model, async () => left-- > 0)).toEqual(byRules);
    expect(await model.calls()).toHaveLength(1);
  });

  it("keeps its answer short, whatever it says", async () => {
    const model = makeTestModel();
    const long = "ä".repeat(1_100);
    const content = {
      likely_cause: `\u202e${long}`,
      suggested_steps: Array.from({ length: 40 }, (_, place) => `${place} ${long}`),
      confidence: "high",
      evidence: Array.from({ length: 40 }, (_, place) => ({ claim: `${place} ${long}`, refs: ["S1", "M1"] })),
    };
    await model.answers({ answer: "json", content });
    const assessed = await ask(model);
    expect(assessed).toMatchObject({ source: "openai_compatible" });
    expect(assessed.likely_cause).toMatch(/^ä{999}…$/);
    expect(assessed.suggested_steps).toHaveLength(8);
    expect(assessed.evidence).toHaveLength(16);
    expect(new TextEncoder().encode(JSON.stringify(assessed)).byteLength).toBeLessThan(32 * 1024);
  });
});

describe("which model there is", () => {
  const AI = { run: async () => null };
  it.each([
    ["none without configuration", {}, null],
    ["none for an address without a model", { AI_BASE_URL: "http://x" }, null],
    ["the endpoint", { AI_BASE_URL: "http://x", AI_MODEL: "m" }, { name: "openai_compatible", model: "m" }],
    ["the endpoint before the binding", { AI_BASE_URL: "http://x", AI_MODEL: "m", AI }, { model: "m" }],
    ["Workers AI where there is only the binding", { AI }, { name: "workers_ai" }],
    ["Workers AI with a model of one's own", { AI, AI_MODEL: "@cf/m" }, { model: "@cf/m" }],
  ])("is %s", (_, variables, expected) => {
    const model = modelFor(variables);
    if (expected === null) expect(model).toBeNull();
    else expect(model).toMatchObject(expected);
  });
});

describe("Workers AI", () => {
  const good = GOOD_ANSWER.answer === "json" ? GOOD_ANSWER.content : null;
  const through = (run: (model: string, input: object) => Promise<unknown>, timeout = 1_000) =>
    assess(input, {
      model: modelFor({ AI: { run }, AI_MODEL: "@cf/test" }, timeout),
      mayAsk: async () => true,
      now: () => 7,
    });

  it.each([
    ["as an object", { response: good }],
    ["as text", { response: `Here: ${JSON.stringify(good)}` }],
  ])("answers %s", async (_, answer) => {
    const asked: unknown[] = [];
    const assessed = await through(async (model, given) => {
      asked.push(model, given);
      return answer;
    });
    expect(assessed).toMatchObject({ source: "workers_ai", model: "@cf/test", confidence: "medium" });
    expect(asked[0]).toBe("@cf/test");
    expect(asked[1]).toMatchObject({ response_format: { type: "json_schema" } });
  });

  it("that never answers is left to the rules", async () => {
    const assessed = await through(() => new Promise(() => undefined), 20);
    expect(assessed.source).toBe("rules");
  });

  it("that fails is asked once more", async () => {
    let calls = 0;
    const assessed = await through(() => {
      calls++;
      return Promise.reject(new Error("3040: out of capacity"));
    });
    expect([calls, assessed.source]).toEqual([2, "rules"]);
  });
});
