import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import { consumeJobs } from "../../src/queue/consume-jobs.ts";
import { newId } from "../../src/platform/new-id.ts";
import { runChores } from "../../src/scheduled/run-chores.ts";
import { jobRow } from "../support/job-row.ts";
import { type MailRoom, makeMailRoom } from "../support/mail-room.ts";

/** Lets the consumer work on what the queue has given up on. */
async function bury(room: MailRoom, bodies: unknown[]) {
  const messages = bodies.map((body, index) => ({
    id: `m${index}`,
    timestamp: new Date(),
    attempts: 1,
    body,
  }));
  const batch = createMessageBatch("baton-jobs-dead", messages);
  const logged = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const failed = vi.spyOn(console, "error").mockImplementation(() => undefined);
  await consumeJobs(room.deps, batch);
  const lines = [...logged.mock.calls, ...failed.mock.calls].map(
    ([line]) => JSON.parse(String(line)) as Record<string, unknown>,
  );
  logged.mockRestore();
  failed.mockRestore();
  const { ackAll, retryBatch } = await getQueueResult(batch, createExecutionContext());
  return { ackAll, retried: retryBatch.retry, lines };
}

test("what the queue gave up on says so, stays due, and is kept by the minute's chores", async () => {
  const room = await makeMailRoom();
  const { handoff, committed } = await room.escalate();
  const [job = ""] = committed.jobs;
  const outcome = await bury(room, [
    { kind: "notify", handoff_id: handoff.id },
    { kind: "notify", handoff_id: handoff.id },
    { kind: "job", job_id: job },
    { kind: "push_notes", connection_id: "01939c6e-7a10-7cc4-9d2e-000000000001" },
    "what?",
  ]);
  expect(outcome).toEqual({
    ackAll: true,
    retried: false,
    lines: [
      { event: "dead_letters", messages: 5, handoffs: 1, jobs: 1, unreadable: 1, deliveries: 1, outbox: 1 },
    ],
  });
  expect(room.postmark.requests).toEqual([]);
  expect(await room.ledger(handoff.id)).toMatchObject([
    {
      status: "pending",
      attempts: 0,
      next_attempt_at: room.clock.now,
      last_error: "The queue gave up on this notification; the minute's chores go on with it.",
    },
  ]);
  expect(await jobRow(job)).toMatchObject({
    status: "pending",
    last_error: "The queue gave up on this job; the minute's chores go on with it.",
  });
  await runChores(room.deps);
  expect(await room.ledger(handoff.id)).toMatchObject([{ status: "sent", last_error: null }]);
  expect(await jobRow(job)).toMatchObject({ status: "done", last_error: null });
});

test("what has been done meanwhile, waits for its time, or is another's, is left as it is", async () => {
  const room = await makeMailRoom();
  const sent = await room.escalate();
  await room.deliver(sent.handoff.id);
  room.postmark.behave = () => Response.json({ ErrorCode: 0, Message: "Oops" }, { status: 500 });
  const waits = await room.escalate();
  await room.deliver(waits.handoff.id);
  const other = await room.escalate();
  const before = await Promise.all([sent, waits, other].map(({ handoff }) => room.ledger(handoff.id)));
  const outcome = await bury(room, [
    { kind: "notify", handoff_id: sent.handoff.id },
    { kind: "notify", handoff_id: waits.handoff.id },
    { kind: "notify", handoff_id: newId() },
    { kind: "job", job_id: newId() },
  ]);
  expect(outcome.lines).toMatchObject([{ deliveries: 0, outbox: 0 }]);
  expect(await Promise.all([sent, waits, other].map(({ handoff }) => room.ledger(handoff.id)))).toEqual(
    before,
  );
});

test("while the database is away the letters stay in their queue", async () => {
  const room = await makeMailRoom();
  const { handoff } = await room.escalate();
  const { db } = room.deps;
  room.deps.db = { ...db, batch: () => Promise.reject(new Error("D1 is away")) };
  const outcome = await bury(room, [{ kind: "notify", handoff_id: handoff.id }]);
  expect(outcome).toMatchObject({
    ackAll: false,
    retried: true,
    lines: [{ event: "dead_letters_not_written", error: "D1 is away" }],
  });
});
