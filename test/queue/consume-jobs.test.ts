import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import type { SQLWrapper } from "drizzle-orm";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";
import { expect, test, vi } from "vitest";
import { consumeJobs } from "../../src/queue/consume-jobs.ts";
import { newId } from "../../src/platform/new-id.ts";
import { type MailRoom, makeMailRoom } from "../support/mail-room.ts";

const dialect = new SQLiteAsyncDialect();

async function consume(room: MailRoom, bodies: Record<string, unknown>) {
  const messages = Object.entries(bodies).map(([id, body]) => ({
    id,
    timestamp: new Date(),
    attempts: 1,
    body,
  }));
  const batch = createMessageBatch("baton-jobs", messages);
  await consumeJobs(room.deps, batch);
  const result = await getQueueResult(batch, createExecutionContext());
  return { acked: result.explicitAcks, retried: result.retryMessages.map(({ msgId }) => msgId) };
}

const assessmentOf = async (room: MailRoom, handoffId: string) => {
  const [row] = await room.desk.account.db.orm.query.handoffs.findMany({
    where: (handoffs, { eq }) => eq(handoffs.id, handoffId),
  });
  return row?.assessment_status;
};

test("all notifications of a batch go out in one call, and every message is acknowledged", async () => {
  const room = await makeMailRoom();
  const [first, second] = [await room.escalate(), await room.escalate()];
  const [job = ""] = first.committed.jobs;
  const outcome = await consume(room, {
    a: { kind: "notify", handoff_id: first.handoff.id },
    b: { kind: "job", job_id: job },
    c: { kind: "notify", handoff_id: second.handoff.id },
    d: { kind: "notify", handoff_id: first.handoff.id },
  });
  expect(outcome.acked.toSorted()).toEqual(["a", "b", "c", "d"]);
  expect(outcome.retried).toEqual([]);
  expect(room.postmark.calls).toEqual(["/email/batch"]);
  expect(room.postmark.arrived).toHaveLength(2);
  expect(await assessmentOf(room, first.handoff.id)).toBe("ready");
  expect(await assessmentOf(room, second.handoff.id)).toBe("pending");
});

test("messages about what is not there, or not due, are acknowledged and change nothing", async () => {
  const room = await makeMailRoom();
  const outcome = await consume(room, {
    a: { kind: "notify", handoff_id: newId() },
    b: { kind: "job", job_id: newId() },
  });
  expect(outcome).toEqual({ acked: ["a", "b"], retried: [] });
  expect(room.postmark.requests).toEqual([]);
});

test("a message that nobody can read is acknowledged and logged, the others are worked on", async () => {
  const room = await makeMailRoom();
  const { handoff } = await room.escalate();
  const logged = vi.spyOn(console, "log");
  const outcome = await consume(room, {
    garbage: "what?",
    empty: null,
    strange: { kind: "launch", handoff_id: handoff.id },
    partial: { kind: "notify" },
    good: { kind: "notify", handoff_id: handoff.id },
  });
  const lines = logged.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, unknown>);
  logged.mockRestore();
  expect(outcome.acked.toSorted()).toEqual(["empty", "garbage", "good", "partial", "strange"]);
  expect(room.postmark.arrived).toHaveLength(1);
  const unreadable = lines
    .filter(({ event }) => event === "job_unreadable")
    .map(({ message_id }) => message_id);
  expect(unreadable).toEqual(["garbage", "empty", "strange", "partial"]);
  expect(lines.at(-1)).toMatchObject({ event: "queue_batch", queue: "baton-jobs", messages: 5 });
});

test("when the database fails only the messages that needed it are retried", async () => {
  const room = await makeMailRoom();
  const { handoff, committed } = await room.escalate();
  const [job_id = ""] = committed.jobs;
  const { db } = room.deps;
  const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
  // What the notifications need fails.
  const ofMail = (query: SQLWrapper) => / deliveries/.test(dialect.sqlToQuery(query.getSQL()).sql);
  room.deps.db = {
    ...db,
    all: (query) => (ofMail(query) ? Promise.reject(new Error("D1 DB is overloaded")) : db.all(query)),
    batch: (queries) =>
      queries.some(ofMail) ? Promise.reject(new Error("D1 DB is overloaded")) : db.batch(queries),
  };
  const outcome = await consume(room, {
    job: { kind: "job", job_id },
    first: { kind: "notify", handoff_id: handoff.id },
    second: { kind: "notify", handoff_id: handoff.id },
    garbage: 7,
  });
  errors.mockRestore();
  expect(outcome.acked.toSorted()).toEqual(["garbage", "job"]);
  expect(outcome.retried).toEqual(["first", "second"]);
  room.deps.db = db;
  expect(await room.deliver(handoff.id)).toBe(1);
});

test("a mail that has to wait is no reason to repeat the message: its row knows when it is due", async () => {
  const room = await makeMailRoom();
  room.postmark.behave = () => Response.json({ ErrorCode: 0, Message: "Oops" }, { status: 500 });
  const { handoff } = await room.escalate();
  const outcome = await consume(room, { only: { kind: "notify", handoff_id: handoff.id } });
  expect(outcome).toEqual({ acked: ["only"], retried: [] });
  expect(await room.ledger(handoff.id)).toMatchObject([{ status: "pending", attempts: 1 }]);
});
