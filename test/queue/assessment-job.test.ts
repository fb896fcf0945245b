import { expect, test } from "vitest";
import { addMessage } from "../../src/domain/sessions/add-message.ts";
import { addStep } from "../../src/domain/sessions/add-step.ts";
import { createSession } from "../../src/domain/sessions/create-session.ts";
import { handOffSession } from "../../src/domain/handoffs/hand-off-session.ts";
import { GIVE_UP_AFTER_MS, retryDelay } from "../../src/domain/retry-delay.ts";
import { getHandoff } from "../../src/domain/handoffs/get-handoff.ts";
import { loadAssessmentInput } from "../../src/domain/assessment/load-assessment-input.ts";
import { runJobs } from "../../src/queue/run-job.ts";
import { type MailRoom, makeMailRoom } from "../support/mail-room.ts";
import { openSse } from "../support/stream-client.ts";
import { jobRow } from "../support/job-row.ts";

async function escalated() {
  const room = await makeMailRoom();
  const { handoff, committed } = await room.escalate();
  const [id = ""] = committed.jobs;
  return { room, handoff, id };
}

const detail = async (room: MailRoom, session_id: string, handoff_id: string) => {
  const ctx = room.desk.account.as(room.desk.engineer);
  return (await getHandoff(ctx, { session_id, handoff_id })).handoff;
};

/** A database whose batches fail: jobs can be taken, their work cannot be done. */
function breakWork(room: MailRoom): () => void {
  const { db } = room.deps;
  room.deps.db = { ...db, batch: () => Promise.reject(new Error("D1 is away")) };
  return () => {
    room.deps.db = db;
  };
}

test("an assessment is pending with the escalation, then ready, with an event that everybody sees", async () => {
  const { room, handoff, id } = await escalated();
  const client = await openSse(room.desk.engineer);
  await client.ready();
  expect(handoff).toMatchObject({ assessment_status: "pending", ai_assessment: null, version: 1 });
  room.clock.now += 500;
  expect(await runJobs(room.deps, { id })).toBe(1);

  const ready = await detail(room, handoff.session_id, handoff.id);
  expect(ready).toMatchObject({ assessment_status: "ready", version: 2 });
  expect(ready.ai_assessment_data).toMatchObject({ source: "rules", model: null, duration_ms: 0 });
  expect(ready.ai_assessment).toBe(ready.ai_assessment_data?.likely_cause);
  const [event] = await client.events(1);
  expect(event).toEqual({
    type: "handoff_updated",
    seq: 2,
    handoff_id: handoff.id,
    session_id: handoff.session_id,
    team_id: null,
    version: 2,
    status: "open",
    actor: { kind: "system", id: null, name: "Baton" },
    created_at: new Date(room.clock.now).toISOString(),
    changed: ["assessment_status", "ai_assessment", "ai_assessment_data"],
    assessment_status: "ready",
    ai_assessment: ready.ai_assessment,
    ai_assessment_data: ready.ai_assessment_data,
  });
  expect(await jobRow(id)).toMatchObject({ status: "done", attempts: 1, payload: null, last_error: null });
  client.close();
});

test("a job that is run twice, one after the other or at once, makes one event", async () => {
  const { room, handoff, id } = await escalated();
  const runs = await Promise.all([runJobs(room.deps, { id }), runJobs(room.deps, { id })]);
  expect(runs.toSorted()).toEqual([0, 1]);
  expect(await runJobs(room.deps, { id })).toBe(0);
  // Cut off between its work and its word: it is taken again, and finds the work done.
  await room.deps.db.orm.run(`UPDATE outbox SET status = 'pending' WHERE id = '${id}'`);
  room.clock.now += 60_000;
  expect(await runJobs(room.deps, { id })).toBe(1);
  expect((await room.desk.log()).map(({ type }) => type)).toEqual(["handoff_created", "handoff_updated"]);
  expect(await detail(room, handoff.session_id, handoff.id)).toMatchObject({ version: 2 });
});

test("a job that fails is tried later, with the reason on record", async () => {
  const { room, handoff, id } = await escalated();
  const repair = breakWork(room);
  await runJobs(room.deps, { id });
  const next_attempt_at = room.clock.now + retryDelay(1, 0.5);
  expect(await jobRow(id)).toMatchObject({
    status: "pending",
    attempts: 1,
    next_attempt_at,
    last_error: "D1 is away",
  });
  repair();
  room.clock.now = next_attempt_at - 1;
  expect(await runJobs(room.deps, { id })).toBe(0);
  room.clock.now += 1;
  expect(await runJobs(room.deps, { id })).toBe(1);
  expect(await jobRow(id)).toMatchObject({ status: "done", attempts: 2, last_error: null });
  expect(await detail(room, handoff.session_id, handoff.id)).toMatchObject({ assessment_status: "ready" });
});

test("a job that fails for a day gives up, and the handoff says that no assessment will come", async () => {
  const { room, handoff, id } = await escalated();
  const { db } = room.deps;
  room.clock.now += GIVE_UP_AFTER_MS;
  let calls = 0;
  // Loading what the assessment rests on fails; saying so works.
  room.deps.db = {
    ...db,
    batch: (queries) => (calls++ === 0 ? Promise.reject(new Error("broken")) : db.batch(queries)),
  };
  await runJobs(room.deps, { id });
  expect(await jobRow(id)).toMatchObject({ status: "failed", last_error: "broken", payload: null });
  expect(await detail(room, handoff.session_id, handoff.id)).toMatchObject({
    assessment_status: "unavailable",
    ai_assessment: null,
    version: 2,
  });
  expect((await room.desk.log(1))[0]).toMatchObject({
    type: "handoff_updated",
    assessment_status: "unavailable",
  });
  room.clock.now += GIVE_UP_AFTER_MS;
  expect(await runJobs(room.deps, { id })).toBe(0);
});

test("a worker that was overtaken does not undo what the other has done", async () => {
  const { room, id } = await escalated();
  const { db } = room.deps;
  room.deps.db = {
    ...db,
    batch: async () => {
      room.clock.now += 26_000;
      await runJobs({ ...room.deps, db }, { id });
      throw new Error("too late");
    },
  };
  await runJobs(room.deps, { id });
  expect(await jobRow(id)).toMatchObject({ status: "done", attempts: 2, last_error: null });
});

test("it rests on the problem, the steps, and the last ten messages, 200 characters each", async () => {
  const { desk } = await makeMailRoom();
  const ctx = desk.account.as(desk.engineer);
  const session = await createSession(ctx, { problem_summary: "Mail bounces", problem_domain: "email" });
  const step = await addStep(ctx, session.id, { title: "Checked MX", result: "failed", detail: "Same" });
  for (let number = 1; number <= 12; number++) {
    const content = `${number} ${"x".repeat(300)}`;
    await addMessage({ ...ctx, now: ctx.now + number }, session.id, { role: "user", content });
  }
  const handoff = await handOffSession(ctx, session.id, {
    intent: "escalate",
    priority: "low",
    engineer_notes: "Why?",
  });
  const input = await loadAssessmentInput(ctx, handoff.id);
  expect(input).toMatchObject({
    problem_summary: "Mail bounces",
    problem_domain: "email",
    engineer_notes: "Why?",
    steps: [{ id: step.id, title: "Checked MX", result: "failed", detail: "Same", evidence_url: null }],
  });
  expect(input?.messages.map(({ content }) => content.split(" ")[0])).toEqual([
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "10",
    "11",
    "12",
  ]);
  expect(input?.messages.every(({ content }) => content.length === 200)).toBe(true);
  const foreign = await makeMailRoom();
  expect(await loadAssessmentInput(foreign.desk.account.as(foreign.desk.engineer), handoff.id)).toBeNull();
});
