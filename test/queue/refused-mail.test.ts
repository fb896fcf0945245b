import { expect, test } from "vitest";
import type { MailJob } from "../../src/contract/mail-job.ts";
import { inviteMember } from "../../src/domain/members/invite-member.ts";
import { promiseMail } from "../../src/domain/outbox/promise-mail.ts";
import { GIVE_UP_AFTER_MS } from "../../src/domain/retry-delay.ts";
import { newId } from "../../src/platform/new-id.ts";
import { seal } from "../../src/platform/seal.ts";
import { runJobs } from "../../src/queue/run-job.ts";
import { jobRow } from "../support/job-row.ts";
import { type MailRoom, makeMailRoom } from "../support/mail-room.ts";

function sealed({ deps, clock }: MailRoom): Promise<string> {
  const content = { subject: "Join", paragraphs: [], facts: [], action: null, footer: "" };
  const job: MailJob = { to: "wrong@test.example", content, expires_at: clock.now + 3_600_000 };
  return seal(deps.env.BETTER_AUTH_SECRET, JSON.stringify(job));
}

async function signInMail(room: MailRoom): Promise<string> {
  const id = newId();
  const job = { id, account_id: null, subject_id: `sign-in:${id}`, now: room.clock.now };
  await room.deps.db.all(promiseMail({ ...job, payload: await sealed(room) }));
  return id;
}

async function invitation(room: MailRoom): Promise<string> {
  const owner = await room.desk.account.member("owner");
  const ctx = room.desk.account.as(owner, room.clock.now);
  await inviteMember(ctx, { email: `${newId()}@test.example`, role: "engineer" }, await sealed(room));
  const [id = ""] = ctx.committed.jobs;
  return id;
}

test.each([
  ["a sign-in mail", signInMail, 300, "Invalid 'To' address"],
  ["an invitation", invitation, 300, "Invalid 'To' address"],
  ["an invitation to somebody who is suppressed", invitation, 406, "Inactive recipient"],
])(
  "%s that is refused has failed for good, says why, and is emptied",
  async (_, promise, ErrorCode, Message) => {
    const room = await makeMailRoom();
    const id = await promise(room);
    room.postmark.behave = (_, batch) => Response.json(batch.map(() => ({ ErrorCode, Message })));
    expect(await runJobs(room.deps, { id })).toBe(1);
    expect(await jobRow(id)).toMatchObject({
      status: "failed",
      attempts: 1,
      payload: null,
      last_error: `Postmark ${ErrorCode}: ${Message}`,
    });
    room.clock.now += GIVE_UP_AFTER_MS;
    expect(await runJobs(room.deps, { id })).toBe(0);
    expect(room.postmark.calls).toEqual(["/email/batch"]);
  },
);

test("a mere retry is the ledger's affair; what became of a mail is told once", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  const { handoff } = await room.escalate();
  room.postmark.behave = () => Response.json({ ErrorCode: 0, Message: "Oops" }, { status: 500 });
  const types = async () => (await room.desk.log()).map(({ type }) => type);
  for (let attempts = 1; attempts <= 3; attempts++) {
    await room.deliver(handoff.id);
    const waiting = { status: "pending", attempts };
    expect(await room.ledger(handoff.id)).toMatchObject([waiting, waiting]);
    room.clock.now += 60_000;
  }
  expect(await types()).toEqual(["handoff_created"]);
  room.postmark.behave = (arrive) => arrive();
  await room.deliver(handoff.id);
  await room.deliver(handoff.id);
  expect(await types()).toEqual(["handoff_created", "delivery_changed"]);
  const rows = await room.ledger(handoff.id);
  const told = rows.map(({ id, recipient_id }) => ({ id, channel: "email", recipient_id, status: "sent" }));
  const [event] = await room.desk.log(1);
  expect(event).toMatchObject({
    seq: 2,
    handoff_id: handoff.id,
    actor: { kind: "system", id: null, name: "Baton" },
    deliveries: expect.arrayContaining(told),
  });
  expect(event).toHaveProperty("deliveries.length", 2);
});

test("of a batch only those are told of that came to an end", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  const { handoff } = await room.escalate();
  room.postmark.behave = (_, [first]) =>
    Response.json([{ ErrorCode: 300, Message: `No such address: ${first?.To}` }]);
  await room.deliver(handoff.id);
  const rows = await room.ledger(handoff.id);
  expect(rows.map(({ status }) => status).toSorted()).toEqual(["failed", "pending"]);
  const failed = rows.find(({ status }) => status === "failed");
  expect(await room.desk.log(1)).toMatchObject([
    { type: "delivery_changed", deliveries: [{ id: failed?.id, status: "failed" }] },
  ]);
});
