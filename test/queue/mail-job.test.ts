import { expect, test } from "vitest";
import type { MailJob } from "../../src/contract/mail-job.ts";
import { promiseMail } from "../../src/domain/outbox/promise-mail.ts";
import { GIVE_UP_AFTER_MS } from "../../src/domain/retry-delay.ts";
import { newId } from "../../src/platform/new-id.ts";
import { seal } from "../../src/platform/seal.ts";
import { runJobs } from "../../src/queue/run-job.ts";
import { jobRow } from "../support/job-row.ts";
import { type MailRoom, makeMailRoom } from "../support/mail-room.ts";

const MAIL: MailJob = {
  to: "newcomer@test.example",
  content: {
    subject: "Your sign-in link for Baton",
    paragraphs: ["Use this link to sign in."],
    facts: [{ label: "Code", value: "314159" }],
    action: { label: "Sign in", url: "https://baton.example/sign-in?token=secret-token" },
    footer: "If you did not ask for this, ignore it.",
  },
  expires_at: 0,
};

async function promised(room: MailRoom, lifetime = 600_000): Promise<string> {
  const id = newId();
  const now = room.clock.now;
  const payload = await seal(
    room.deps.env.BETTER_AUTH_SECRET,
    JSON.stringify({ ...MAIL, expires_at: now + lifetime }),
  );
  await room.deps.db.all(promiseMail({ id, account_id: null, subject_id: "sign-in:test", payload, now }));
  return id;
}

test("a sign-in mail waits sealed, goes out as written, and leaves nothing behind", async () => {
  const room = await makeMailRoom();
  const id = await promised(room);
  const waiting = JSON.stringify(await jobRow(id));
  for (const secret of ["secret-token", "314159", "newcomer@", "sign in"])
    expect(waiting).not.toContain(secret);

  expect(await runJobs(room.deps, { id })).toBe(1);
  expect(room.postmark.arrived).toEqual([
    expect.objectContaining({
      To: "newcomer@test.example",
      Subject: "Your sign-in link for Baton",
      TextBody: expect.stringContaining(
        "Code: 314159\n\nSign in: https://baton.example/sign-in?token=secret-token",
      ),
      Metadata: { delivery_id: id },
    }),
  ]);
  expect(await jobRow(id)).toMatchObject({ status: "done", payload: null });
  expect(await runJobs(room.deps, { id })).toBe(0);
});

test("a mail that nobody can use any more is not sent, and emptied", async () => {
  const room = await makeMailRoom();
  const id = await promised(room, 1_000);
  room.clock.now += 1_000;
  await runJobs(room.deps, { id });
  expect(room.postmark.requests).toEqual([]);
  expect(await jobRow(id)).toMatchObject({ status: "done", payload: null });
});

test("a mail that may have gone out is looked up before it is sent again", async () => {
  const room = await makeMailRoom();
  const id = await promised(room);
  room.postmark.behave = (arrive) => {
    arrive();
    throw new TypeError("Network connection lost");
  };
  await runJobs(room.deps, { id });
  expect(await jobRow(id)).toMatchObject({ status: "pending", attempts: 1 });
  room.clock.now += 5_000;
  await runJobs(room.deps, { id });
  expect(room.postmark.calls).toEqual(["/email/batch", "/messages/outbound"]);
  expect(room.postmark.arrived).toHaveLength(1);
  expect(await jobRow(id)).toMatchObject({ status: "done", attempts: 2, payload: null });
});

test("a mail that cannot be sent keeps its seal while it waits, and is emptied when it is given up", async () => {
  const room = await makeMailRoom();
  const id = await promised(room, 2 * GIVE_UP_AFTER_MS);
  room.postmark.behave = () => Response.json({ ErrorCode: 10, Message: "Bad token" }, { status: 401 });
  await runJobs(room.deps, { id });
  const waiting = await jobRow(id);
  expect(waiting).toMatchObject({ status: "pending", payload: expect.any(String) });
  expect(waiting?.last_error).toContain("Bad token");
  room.clock.now += GIVE_UP_AFTER_MS;
  await runJobs(room.deps, { id });
  expect(await jobRow(id)).toMatchObject({ status: "failed", payload: null });
});

test("a mail that was sealed under another secret fails by itself and holds nothing up", async () => {
  const room = await makeMailRoom();
  const [broken, good] = [await promised(room), await promised(room)];
  room.deps.env = { ...room.deps.env, BETTER_AUTH_SECRET: "another-secret-another-secret-another" };
  await runJobs(room.deps, { id: broken });
  expect(await jobRow(broken)).toMatchObject({ status: "pending", attempts: 1 });
  expect(room.postmark.requests).toEqual([]);
  expect(await jobRow(good)).toMatchObject({ status: "pending", attempts: 0 });
});
