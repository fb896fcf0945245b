import { beforeEach, expect, test } from "vitest";
import { CALL_TIMEOUT_MS } from "../../src/channels/channel.ts";
import type { MailJob } from "../../src/contract/mail-job.ts";
import { promiseMail } from "../../src/domain/outbox/promise-mail.ts";
import { SENDING_LEASE_MS, takeDeliveries } from "../../src/domain/deliveries/take-deliveries.ts";
import { newId } from "../../src/platform/new-id.ts";
import { seal } from "../../src/platform/seal.ts";
import { deliver } from "../../src/queue/deliver.ts";
import { runJobs } from "../../src/queue/run-job.ts";
import { jobRow } from "../support/job-row.ts";
import { type MailRoom, makeMailRoom } from "../support/mail-room.ts";
import { settlePromises } from "../support/settle-promises.ts";

beforeEach(settlePromises);

const CONTENT: MailJob["content"] = {
  subject: "Sign in",
  paragraphs: [],
  facts: [],
  action: null,
  footer: "",
};

async function promised({ deps, clock }: MailRoom, to: string): Promise<string> {
  const id = newId();
  const job: MailJob = { to, content: CONTENT, expires_at: clock.now + 3_600_000 };
  const payload = await seal(deps.env.BETTER_AUTH_SECRET, JSON.stringify(job));
  const subject_id = `sign-in:${id}`;
  // Older than what other tests left behind, so that these are taken first.
  await deps.db.all(promiseMail({ id, account_id: null, subject_id, payload, now: clock.now - 86_000_000 }));
  return id;
}

test("jobs taken together whose lease would end are left to the next: each mail goes out once", async () => {
  const room = await makeMailRoom();
  const ids: string[] = [];
  for (let number = 1; number <= 4; number++) ids.push(await promised(room, `p${number}@test.example`));
  const started = room.clock.now;
  // Every call takes four seconds: after the second one there is no time left for a third.
  room.postmark.behave = (arrive) => {
    room.clock.now += 4_000;
    return arrive();
  };
  await runJobs(room.deps, { limit: 4 });
  const own = () =>
    room.postmark.arrived.filter(({ Metadata }) => ids.includes(Metadata["delivery_id"] ?? ""));
  expect(own()).toHaveLength(2);
  expect(room.clock.now).toBe(started + 8_000);
  const states = async () => (await Promise.all(ids.map(jobRow))).map((row) => row?.status);
  expect((await states()).toSorted()).toEqual(["done", "done", "pending", "pending"]);

  // Nobody takes the others before their lease has ended; then they go out, once.
  for (const id of ids) expect(await runJobs(room.deps, { id })).toBe(0);
  room.clock.now = started + SENDING_LEASE_MS;
  for (const id of ids) await runJobs(room.deps, { id });
  expect(
    own()
      .map(({ To }) => To)
      .toSorted(),
  ).toEqual([1, 2, 3, 4].map((n) => `p${n}@test.example`));
  expect(await states()).toEqual(["done", "done", "done", "done"]);
});

test("the lease is checked right before the sending, for every row that was taken", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  const { handoff } = await room.escalate();
  const { db } = room.deps;
  // The last look at what was taken stalls until a call could outlive the lease.
  const stalls = (ms: number): typeof db => {
    let batches = 0;
    return {
      ...db,
      batch: async (queries) => {
        const rows = await db.batch(queries);
        if (++batches === 3) room.clock.now += ms;
        return rows;
      },
    };
  };
  const deps = { ...room.deps, db: stalls(SENDING_LEASE_MS - CALL_TIMEOUT_MS + 1) };
  expect(await deliver(deps, { handoffs: [handoff.id] })).toBe(2);
  expect(room.postmark.requests).toEqual([]);
  const last_error = "There was no time left to send it safely.";
  const left = { status: "pending", attempts: 1, uncertain: 0, last_error };
  expect(await room.ledger(handoff.id)).toMatchObject([left, left]);

  room.clock.now += 60_000;
  const inTime = { ...room.deps, db: stalls(SENDING_LEASE_MS - CALL_TIMEOUT_MS) };
  expect(await deliver(inTime, { handoffs: [handoff.id] })).toBe(2);
  expect(room.postmark.arrived).toHaveLength(2);
});

test("two senders at once, one of them slow: each person has one mail", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  const { handoff } = await room.escalate();
  const slow = await takeDeliveries(room.deps.db, { handoffs: [handoff.id] }, room.clock.now);
  expect(slow).toHaveLength(2);
  room.clock.now += SENDING_LEASE_MS - 1;
  expect(await room.deliver(handoff.id)).toBe(0);
  room.clock.now += 1;
  expect(await room.deliver(handoff.id)).toBe(2);
  expect(room.postmark.arrived.map(({ To }) => To).toSorted()).toEqual(
    room.team.map(({ email }) => email).toSorted(),
  );
});
