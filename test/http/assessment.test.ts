import { describe, expect, it } from "vitest";
import type { Handoff } from "../../src/contract/handoff.ts";
import type { AssessmentNumbers } from "../../src/contract/assessment-verdict.ts";
import { takeModelCall } from "../../src/domain/assessment/take-model-call.ts";
import { recordAssessment } from "../../src/domain/assessment/record-assessment.ts";
import { assess } from "../../src/assessment/assess.ts";
import { modelFor } from "../../src/assessment/model-for.ts";
import { assessByRules } from "../../src/assessment/rules.ts";
import { readEventsAfter } from "../../src/domain/events/read-events.ts";
import { assessmentInput } from "../support/assessment-input.ts";
import { ORIGIN, json, problemOf } from "../support/call.ts";
import { handOff, makeHelpDesk, openSession, pickedUp } from "../support/help-desk.ts";
import { GOOD_ANSWER, makeTestModel } from "../support/model-room.ts";
import { handoffRow } from "../support/rows.ts";
import { workerWith } from "../support/worker-with.ts";

const one = (handoff: { id: string; session_id: string }) =>
  `/api/v1/ai-sessions/${handoff.session_id}/handoffs/${handoff.id}`;

it("an escalation is answered, and all that follows it is done, without a word to a model, so that one that hangs slows nobody", async () => {
  const desk = await makeHelpDesk();
  const model = makeTestModel();
  await model.answers({ answer: "hangs" });
  const { id } = await openSession(desk);
  const headers = { authorization: `Bearer ${desk.sam.token}`, "content-type": "application/json" };
  const body = JSON.stringify({ intent: "escalate" });
  const request = new Request(`${ORIGIN}/api/v1/ai-sessions/${id}/handoff`, {
    method: "POST",
    headers,
    body,
  });
  const response = await workerWith(model.variables, request);
  expect(response.status).toBe(201);
  expect(await response.json()).toMatchObject({ assessment_status: "pending", ai_assessment: null });
  expect(await model.calls()).toEqual([]);
  // Whoever does ask it is seen there.
  await model.answers(GOOD_ANSWER);
  const how = { model: modelFor(model.variables, 30_000), mayAsk: async () => true, now: Date.now };
  expect((await assess(assessmentInput(), how)).source).toBe("openai_compatible");
  expect(await model.calls()).toHaveLength(1);
});

describe("the holder's verdict on an assessment", () => {
  it("is on the handoff, with its comment on record, and everybody sees it live", async () => {
    const desk = await makeHelpDesk();
    const { handoff } = await pickedUp(desk);
    const { token } = desk.priya;
    const path = `${one(handoff)}/assessment-verdict`;
    const judged = await json<Handoff>(200, "POST", path, {
      token,
      body: { verdict: "partly", comment: "Right area" },
    });
    expect(judged).toMatchObject({
      id: handoff.id,
      assessment_verdict: "partly",
      version: handoff.version + 1,
    });
    expect(await handoffRow(desk.account, handoff.id)).toMatchObject({
      assessment_verdict: "partly",
      verdict_comment: "Right area",
    });
    const [event] = (await readEventsAfter(desk.account.db, desk.account.id, 0, 100)).slice(-1);
    expect(event).toMatchObject({
      type: "handoff_updated",
      handoff_id: handoff.id,
      version: judged.version,
      actor: { kind: "member", id: desk.priya.id },
      changed: ["assessment_verdict"],
      assessment_verdict: "partly",
      verdict_comment: "Right area",
    });
    const again = await json<Handoff>(200, "POST", path, { token, body: { verdict: "wrong" } });
    expect(again.assessment_verdict).toBe("wrong");
    expect(await handoffRow(desk.account, handoff.id)).toMatchObject({ verdict_comment: null });
  });

  it("is the holder's alone, and needs one", async () => {
    const desk = await makeHelpDesk();
    const { handoff } = await pickedUp(desk);
    const body = { verdict: "right" };
    const path = `${one(handoff)}/assessment-verdict`;
    for (const { token } of [desk.sam, desk.adam]) {
      expect(await problemOf("POST", path, { token, body })).toMatchObject({
        status: 403,
        code: "forbidden",
        detail: "Only its holder may judge the assessment.",
      });
    }
    const { handoff: open } = await handOff(desk);
    expect(
      await problemOf("POST", `${one(open)}/assessment-verdict`, { token: desk.priya.token, body }),
    ).toMatchObject({ status: 409, code: "invalid_transition", detail: "Nobody holds this handoff." });
  });

  it("is about an escalation: a parked session has no assessment", async () => {
    const desk = await makeHelpDesk();
    const { handoff } = await pickedUp(desk, { intent: "park" });
    const { token } = desk.priya;
    expect(
      await problemOf("POST", `${one(handoff)}/assessment-verdict`, { token, body: { verdict: "right" } }),
    ).toMatchObject({ status: 409, code: "invalid_transition" });
  });

  it.each([
    [{ verdict: "maybe" }, "/verdict"],
    [{}, "/verdict"],
    [{ verdict: "right", comment: "x".repeat(2_001) }, "/comment"],
    [{ verdict: "right", score: 5 }, "/score"],
  ])("is right, partly or wrong: %o is refused", async (body, pointer) => {
    const desk = await makeHelpDesk();
    const { handoff } = await pickedUp(desk);
    const problem = await problemOf("POST", `${one(handoff)}/assessment-verdict`, {
      token: desk.priya.token,
      body,
    });
    expect(problem).toMatchObject({ status: 422, code: "validation_failed" });
    expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
  });
});

describe("agreement with the assessments", () => {
  it("is counted by verdict and source, over the escalations of the range that have an assessment", async () => {
    const desk = await makeHelpDesk();
    const [first, second, third] = [await pickedUp(desk), await pickedUp(desk), await handOff(desk)];
    await handOff(desk);
    const system = { ...desk.account.as(desk.sam), actor: { kind: "system" as const, name: "Baton" } };
    const rules = assessByRules(assessmentInput());
    await recordAssessment(system, first.handoff.id, rules);
    await recordAssessment(system, second.handoff.id, { ...rules, source: "workers_ai", model: "m" });
    await recordAssessment(system, third.handoff.id, rules);
    const { token } = desk.priya;
    for (const [{ handoff }, verdict] of [
      [first, "right"],
      [second, "wrong"],
    ] as const) {
      await json(200, "POST", `${one(handoff)}/assessment-verdict`, { token, body: { verdict } });
    }
    const range = "from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z";
    const path = `/api/v1/analytics/assessments?${range}`;
    const numbers = await json<AssessmentNumbers>(200, "GET", path, { token: desk.vik.token });
    expect(numbers).toEqual({
      from: "2026-11-20T00:00:00.000Z",
      to: "2026-11-21T00:00:00.000Z",
      assessment_verdicts: { right: 1, partly: 0, wrong: 1, unrated: 1 },
      by_source: [
        { source: "rules", model: null, right: 1, partly: 0, wrong: 0, unrated: 1 },
        { source: "workers_ai", model: "m", right: 0, partly: 0, wrong: 1, unrated: 0 },
      ],
    });
    const foreign = await makeHelpDesk();
    expect(await json(200, "GET", path, { token: foreign.vik.token })).toMatchObject({ by_source: [] });
  });
});

describe("the account's say over language models", () => {
  const path = "/api/v1/account/assessment";

  it("is an admin's to read and to set, whole", async () => {
    const { adam } = await makeHelpDesk();
    const { token } = adam;
    const about = { model: null, calls_today: 0 };
    const first = { use_model: true, model_calls_per_day: 500, ...about };
    expect(await json(200, "GET", path, { token })).toEqual(first);
    const body = { use_model: false, model_calls_per_day: 20 };
    expect(await json(200, "PUT", path, { token, body })).toEqual({ ...body, ...about });
    expect(await json(200, "GET", path, { token })).toEqual({ ...body, ...about });
  });

  it("comes with which model there is, never where or by which key, and with the calls of today alone", async () => {
    const { account, adam, sam } = await makeHelpDesk();
    const { variables } = makeTestModel();
    const read = async () => {
      const headers = { authorization: `Bearer ${adam.token}` };
      const response = await workerWith(variables, new Request(ORIGIN + path, { headers }));
      return response.text();
    };
    const now = Date.now();
    const ctx = account.as(sam);
    await takeModelCall({ ...ctx, now: now - 24 * 60 * 60_000 });
    expect(JSON.parse(await read())).toMatchObject({ calls_today: 0 });
    for (let calls = 0; calls < 3; calls++) await takeModelCall({ ...ctx, now });
    const told = await read();
    expect(JSON.parse(told)).toEqual({
      use_model: true,
      model_calls_per_day: 500,
      model: { source: "openai_compatible", name: "test-model" },
      calls_today: 3,
    });
    expect(told).not.toContain(variables.AI_API_KEY);
    expect(told).not.toContain("http");
  });

  it.each([
    [{ use_model: "yes", model_calls_per_day: 1 }, "/use_model"],
    [{ use_model: true, model_calls_per_day: -1 }, "/model_calls_per_day"],
    [{ use_model: true }, "/model_calls_per_day"],
    [{ use_model: true, model_calls_per_day: 1, calls_today: 0 }, "/calls_today"],
  ])("is refused where it makes no sense: %o", async (body, pointer) => {
    const { adam } = await makeHelpDesk();
    const problem = await problemOf("PUT", path, { token: adam.token, body });
    expect(problem).toMatchObject({ status: 422, code: "validation_failed" });
    expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
  });
});
