import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import { modelFor } from "../../src/assessment/model-for.ts";
import type { ModelSource } from "../../src/assessment/model-source.ts";
import {
  changeAssessmentSettings,
  getAssessmentSettings,
} from "../../src/domain/assessment/assessment-settings.ts";
import { takeModelCall } from "../../src/domain/assessment/take-model-call.ts";
import { getHandoff } from "../../src/domain/handoffs/get-handoff.ts";
import { addMessage } from "../../src/domain/sessions/add-message.ts";
import { consumeJobs } from "../../src/queue/consume-jobs.ts";
import { runJobs } from "../../src/queue/run-job.ts";
import { jobRow } from "../support/job-row.ts";
import { type MailRoom, makeMailRoom } from "../support/mail-room.ts";
import { GOOD_ANSWER, makeTestModel } from "../support/model-room.ts";
import { NOON } from "../support/factories.ts";

const DAY = 24 * 60 * 60_000;

/** An escalation whose assessment is due, and a model of its own. */
async function escalated(model_timeout = 5_000) {
  const room = await makeMailRoom();
  const model = makeTestModel();
  await model.answers(GOOD_ANSWER);
  room.deps.model = modelFor(model.variables, model_timeout);
  const { handoff, committed } = await room.escalate();
  const [id = ""] = committed.jobs;
  return { room, model, handoff, id };
}

const assessed = async ({ desk }: MailRoom, session_id: string, handoff_id: string) =>
  (await getHandoff(desk.account.as(desk.engineer), { session_id, handoff_id })).handoff;

// The first question loads the SDK.
beforeAll(async () => {
  const { room, id } = await escalated(30_000);
  await runJobs(room.deps, { id });
});

describe("the assessment of an escalation by a model", () => {
  it("is written with its event, and says source, model and how long it took", async () => {
    const { room, handoff, id } = await escalated();
    await runJobs(room.deps, { id });
    const ready = await assessed(room, handoff.session_id, handoff.id);
    expect(ready).toMatchObject({
      assessment_status: "ready",
      ai_assessment: "The MTU of the tunnel is too large.",
      ai_assessment_data: { source: "openai_compatible", model: "test-model", duration_ms: 0 },
      version: 2,
    });
    expect((await room.desk.log(1)).map(({ type }) => type)).toEqual(["handoff_updated"]);
    expect(await jobRow(id)).toMatchObject({ status: "done", attempts: 1 });
  });

  it("is recorded once where a worker is cut off after the answer: the next one asks again", async () => {
    const { room, model, handoff, id } = await escalated();
    const { db } = room.deps;
    let batches = 0;
    // The two reads work; the write, after the model's answer, does not.
    room.deps.db = {
      ...db,
      batch: (queries) => (++batches <= 2 ? db.batch(queries) : Promise.reject(new Error("cut off"))),
    };
    await runJobs(room.deps, { id });
    expect(await assessed(room, handoff.session_id, handoff.id)).toMatchObject({
      assessment_status: "pending",
    });
    room.deps.db = db;
    room.clock.now += 60_000;
    await runJobs(room.deps, { id });
    await runJobs(room.deps, { id });
    expect(await model.calls()).toHaveLength(2);
    expect((await room.desk.log(1)).map(({ type }) => type)).toEqual(["handoff_updated"]);
  });

  it("comes from the rules where the model hangs, and neither the escalation nor its mail has waited", async () => {
    const { room, model, handoff, id } = await escalated(1_000);
    await model.answers({ answer: "hangs" });
    const order: string[] = [];
    room.postmark.behave = (arrive) => {
      order.push("mail");
      return arrive();
    };
    const slow = room.deps.model;
    if (!slow) throw new Error("There is no model.");
    const watched: ModelSource = {
      ...slow,
      assess: (prompt, asking) =>
        slow.assess(prompt, asking).finally(() => {
          order.push("model");
        }),
    };
    room.deps.model = watched;
    // The escalation has been answered: its job is a row, and nobody has asked the model yet.
    expect(handoff.assessment_status).toBe("pending");
    expect(await model.calls()).toEqual([]);
    const batch = createMessageBatch("baton-jobs", [
      { id: "a", timestamp: new Date(), attempts: 1, body: { kind: "job", job_id: id } },
      { id: "b", timestamp: new Date(), attempts: 1, body: { kind: "notify", handoff_id: handoff.id } },
    ]);
    await consumeJobs(room.deps, batch);
    const { explicitAcks } = await getQueueResult(batch, createExecutionContext());
    expect(explicitAcks.toSorted()).toEqual(["a", "b"]);
    expect(order).toEqual(["mail", "model"]);
    expect((await assessed(room, handoff.session_id, handoff.id)).ai_assessment_data).toMatchObject({
      source: "rules",
      model: null,
    });
  });

  it("sees nothing of another account, and no secret of this one", async () => {
    const { room, model, handoff, id } = await escalated();
    const ctx = room.desk.account.as(room.desk.engineer);
    await addMessage(ctx, handoff.session_id, { role: "user", content: "password: Hunter2!x" });
    const foreign = await escalated();
    await runJobs(room.deps, { id });
    const [call] = await model.calls();
    expect(call?.body).toContain("password: [redacted]");
    expect(call?.body).not.toContain("Hunter2");
    for (const secret of [foreign.handoff.id, room.desk.account.id, room.desk.engineer.email]) {
      expect(call?.body).not.toContain(secret);
    }
  });
});

describe("what an account lets leave", () => {
  const settle = (room: MailRoom, use_model: boolean, model_calls_per_day: number) =>
    changeAssessmentSettings(room.desk.account.as(room.desk.engineer), { use_model, model_calls_per_day });

  it.each([
    ["it is switched off", false, 500],
    ["its budget is nothing", true, 0],
  ])("is nothing where %s: the rules answer, and the model is not called", async (_, use, calls) => {
    const { room, model, handoff, id } = await escalated();
    await settle(room, use, calls);
    await runJobs(room.deps, { id });
    expect(await model.calls()).toEqual([]);
    expect((await assessed(room, handoff.session_id, handoff.id)).ai_assessment_data?.source).toBe("rules");
  });

  it("is as many calls a day as it says, each try counted, and as many again the day after", async () => {
    const { room, model, id } = await escalated();
    await settle(room, true, 1);
    await model.answers({ answer: "status", status: 500 });
    await runJobs(room.deps, { id });
    expect(await model.calls()).toHaveLength(1);
    const { db, account_id } = room.desk.account.as(room.desk.engineer);
    expect(await takeModelCall({ db, account_id, now: room.clock.now })).toBe(false);
    expect(await takeModelCall({ db, account_id, now: room.clock.now + DAY })).toBe(true);
    expect(await takeModelCall({ db, account_id, now: room.clock.now + DAY })).toBe(false);
  });

  it("is never one call more, however many ask at once", async () => {
    const { desk } = await makeMailRoom();
    const { db, account_id } = desk.account.as(desk.engineer);
    await changeAssessmentSettings(desk.account.as(desk.engineer), {
      use_model: true,
      model_calls_per_day: 5,
    });
    const asked = await Promise.all(
      Array.from({ length: 20 }, () => takeModelCall({ db, account_id, now: NOON })),
    );
    expect(asked.filter(Boolean)).toHaveLength(5);
  });

  it("is 500 calls a day to begin with", async () => {
    const { desk } = await makeMailRoom();
    expect(await getAssessmentSettings(desk.account.as(desk.engineer))).toEqual({
      use_model: true,
      model_calls_per_day: 500,
      calls_today: 0,
    });
  });
});
