import { beforeAll, describe, expect, it } from "vitest";
import type { Documentation } from "../../src/contract/session.ts";
import { recordAssessment } from "../../src/domain/assessment/record-assessment.ts";
import { changeAssessmentSettings } from "../../src/domain/assessment/assessment-settings.ts";
import { assessByRules } from "../../src/assessment/rules.ts";
import { addMessage } from "../../src/domain/sessions/add-message.ts";
import { addStep } from "../../src/domain/sessions/add-step.ts";
import { assessmentInput } from "../support/assessment-input.ts";
import { ORIGIN, call, json } from "../support/call.ts";
import { type HelpDesk, handOff, makeHelpDesk } from "../support/help-desk.ts";
import { makeTestModel } from "../support/model-room.ts";
import { framesIn, textIn } from "../support/read-frames.ts";
import { handoffRow } from "../support/rows.ts";
import { until } from "../support/until.ts";
import { workerWith } from "../support/worker-with.ts";

const END = [
  "Start here",
  "See the problem for yourself on PRN-7.",
  "Why: No step is on record, so nothing is ruled out yet.",
].join("\n");

async function escalated() {
  const desk = await makeHelpDesk();
  const { handoff } = await handOff(desk, { engineer_notes: "Need a print expert" });
  const path = `/api/v1/ai-sessions/${handoff.session_id}/handoffs/${handoff.id}/briefing`;
  return { desk, handoff, path };
}

/** Asks a Worker that has this model. */
function ask(variables: object, path: string, { vik }: HelpDesk, accept = "application/json") {
  const headers = { authorization: `Bearer ${vik.token}`, accept };
  return workerWith(variables, new Request(`${ORIGIN}${path}`, { headers }));
}

const STREAM = "text/event-stream";

describe("a briefing without a model", () => {
  it("says what it is about, what is open and where to start, and is the same for the second reader", async () => {
    const { desk, handoff, path } = await escalated();
    const first = await json<Documentation>(200, "GET", path, { token: desk.priya.token });
    expect(first).toEqual({
      text: [
        "Problem\nPrinter offline\nContoso · PRN-7",
        "What Sam says\nNeed a print expert",
        "Open questions\n- Nothing has been tried, or it was not written down.\n- The assessment is still being made.",
        END,
      ].join("\n\n"),
      source: "rules",
      created_at: expect.any(String),
    });
    await addStep(desk.account.as(desk.sam), handoff.session_id, { title: "Looked", result: "failed" });
    expect(await json(200, "GET", path, { token: desk.vik.token })).toEqual(first);
    expect(await handoffRow(desk.account, handoff.id)).toMatchObject({ version: 1 });
  });

  it("quotes what was written last in the session, however it was laid out", async () => {
    const { desk, handoff, path } = await escalated();
    const sam = desk.account.as(desk.sam);
    for (const content of ["One", "Two", "The old firmware\n\nis back since Monday", "Call after 14:00"]) {
      await addMessage(sam, handoff.session_id, { role: "user", content });
    }
    const { text } = await json<Documentation>(200, "GET", path, { token: desk.priya.token });
    expect(text).toContain(
      "What was written last\n- Sam: Two\n- Sam: The old firmware is back since Monday\n- Sam: Call after 14:00\n\n",
    );
  });

  it("is written anew once the assessment has come, with its cause and its first step", async () => {
    const { desk, handoff, path } = await escalated();
    const { token } = desk.priya;
    await json(200, "GET", path, { token });
    const system = { ...desk.account.as(desk.sam), actor: { kind: "system" as const, name: "Baton" } };
    await recordAssessment(system, handoff.id, assessByRules(assessmentInput()));
    const { text } = await json<Documentation>(200, "GET", path, { token });
    expect(text).toContain("Likely cause\nThe MTU of the VPN path is too large");
    expect(text).toMatch(
      /Start here\nFind the largest ping .*\nWhy: The MTU of the VPN path .* \(Confidence: medium\.\)$/,
    );
  });

  it("comes as a stream to who asks for one, and ends with where it is from", async () => {
    const { desk, path } = await escalated();
    const { token } = desk.priya;
    const response = await call("GET", path, { token, headers: { accept: STREAM } });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, STREAM]);
    const frames = framesIn(await response.text());
    const { text, ...rest } = await json<Documentation>(200, "GET", path, { token });
    expect(textIn(frames)).toBe(text);
    expect(frames.at(-1)).toEqual(["done", rest]);
  });

  it("is nobody else's", async () => {
    const { path } = await escalated();
    const other = await makeHelpDesk();
    expect((await call("GET", path, { token: other.priya.token })).status).toBe(404);
  });
});

describe("a briefing by a model", () => {
  const PIECES = ["The printer ", "is offline ", "since noon."];

  // The first question loads the SDK.
  beforeAll(async () => {
    const { desk, path } = await escalated();
    const model = makeTestModel();
    await model.answers({ answer: "writes", pieces: PIECES });
    await ask(model.variables, path, desk);
  });

  it("streams as it is written, ends with where to start, and is kept for the second reader", async () => {
    const { desk, handoff, path } = await escalated();
    const model = makeTestModel();
    await model.answers({ answer: "writes", pieces: PIECES });
    const frames = framesIn(await (await ask(model.variables, path, desk, STREAM)).text());
    expect(frames.slice(0, 3)).toEqual(PIECES.map((text) => ["delta", { text }]));
    expect(textIn(frames)).toBe(`The printer is offline since noon.\n\n${END}`);
    expect(frames.at(-1)).toEqual(["done", { source: "openai_compatible", created_at: expect.any(String) }]);
    const second = (await (await ask(model.variables, path, desk)).json()) as Documentation;
    expect(second).toMatchObject({ text: textIn(frames), source: "openai_compatible" });
    expect(await handoffRow(desk.account, handoff.id)).toMatchObject({ briefing_text: second.text });
    const calls = await model.calls();
    expect(calls).toHaveLength(1);
    // Who is affected stays here.
    expect(calls[0]?.body).toContain("Need a print expert");
    for (const name of ["Contoso", "PRN-7", "Sam"]) expect(calls[0]?.body).not.toContain(name);
  });

  it("is one briefing for two who ask at once: one has it written, the other waits for it", async () => {
    const { desk, path } = await escalated();
    const model = makeTestModel();
    await model.answers({ answer: "writes", pieces: PIECES });
    const both = await Promise.all([
      ask(model.variables, path, desk).then((response) => response.json<Documentation>()),
      ask(model.variables, path, desk, STREAM).then((response) => response.text()),
    ]);
    expect(textIn(framesIn(both[1]))).toBe(both[0].text);
    expect(await model.calls()).toHaveLength(1);
  });

  it("is written by who waits for it where the one who wrote goes away", async () => {
    const { desk, handoff, path } = await escalated();
    const model = makeTestModel();
    await model.answers(
      { answer: "writes", pieces: PIECES, end: "hangs" },
      { answer: "writes", pieces: PIECES },
    );
    const reader = (await ask(model.variables, path, desk, STREAM)).body?.getReader();
    await reader?.read();
    const waiting = await ask(model.variables, path, desk, STREAM);
    await reader?.cancel();
    const text = textIn(framesIn(await waiting.text()));
    expect(text).toBe(`${PIECES.join("")}\n\n${END}`);
    expect(await handoffRow(desk.account, handoff.id)).toMatchObject({
      briefing_text: text,
      briefing_source: "openai_compatible",
    });
  });

  it.each([
    ["refuses", { answer: "status", status: 500 } as const, 2],
    ["sends HTML", { answer: "html" } as const, 2],
    ["does not know the key", { answer: "status", status: 401 } as const, 1],
  ])("is written from the record where the model %s", async (_, behaviour, calls) => {
    const { desk, path } = await escalated();
    const model = makeTestModel();
    await model.answers(behaviour);
    const briefing = (await (await ask(model.variables, path, desk)).json()) as Documentation;
    expect(briefing).toMatchObject({ source: "rules" });
    expect(briefing.text).toContain("What Sam says\nNeed a print expert");
    expect(await model.calls()).toHaveLength(calls);
  });

  it("goes on from the record where the model stops half-way, and is kept as it was read", async () => {
    const { desk, path } = await escalated();
    const model = makeTestModel();
    await model.answers({ answer: "writes", pieces: PIECES, end: "closes" });
    const frames = framesIn(await (await ask(model.variables, path, desk, STREAM)).text());
    const text = textIn(frames);
    expect(text).toContain("(The model stopped here. What follows is from the record.)\n\nProblem\n");
    expect(text.endsWith(END)).toBe(true);
    expect(frames.at(-1)).toMatchObject(["done", { source: "rules" }]);
    expect(await (await ask(model.variables, path, desk)).json()).toMatchObject({ text, source: "rules" });
  });

  it("ends where a model does not: after twelve thousand characters", async () => {
    const { desk, path } = await escalated();
    const model = makeTestModel();
    await model.answers({ answer: "endless" });
    const { text, source } = (await (await ask(model.variables, path, desk)).json()) as Documentation;
    expect(source).toBe("openai_compatible");
    expect(text.length).toBe(12_000 + "\n\n".length + END.length);
  });

  it("asks no model where the account has switched it off", async () => {
    const { desk, path } = await escalated();
    const model = makeTestModel();
    await model.answers({ answer: "writes", pieces: PIECES });
    await changeAssessmentSettings(desk.account.as(desk.adam), { use_model: false, model_calls_per_day: 9 });
    expect(await (await ask(model.variables, path, desk)).json()).toMatchObject({ source: "rules" });
    expect(await model.calls()).toEqual([]);
  });

  it("leaves nothing behind when its reader goes away in the middle, and the next one gets a whole one", async () => {
    const { desk, handoff, path } = await escalated();
    const model = makeTestModel();
    await model.answers(
      { answer: "writes", pieces: PIECES, end: "hangs" },
      { answer: "writes", pieces: PIECES },
    );
    const reader = (await ask(model.variables, path, desk, STREAM)).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await until(async () => (await handoffRow(desk.account, handoff.id))["briefing_at"] === null);
    expect(await handoffRow(desk.account, handoff.id)).toMatchObject({ briefing_text: null });
    const next = (await (await ask(model.variables, path, desk)).json()) as Documentation;
    expect(next.text).toBe(`${PIECES.join("")}\n\n${END}`);
  });
});
