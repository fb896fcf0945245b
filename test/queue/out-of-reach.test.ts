import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { MailJob } from "../../src/contract/mail-job.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { newId } from "../../src/platform/new-id.ts";
import { unseal } from "../../src/platform/seal.ts";
import type { TestMember } from "../support/factories.ts";
import { setNotifications, setPolicy } from "../support/ladder.ts";
import { type MailRoom, makeMailRoom } from "../support/mail-room.ts";
import { report, reportsOn } from "../support/postmark-hook.ts";
import { envWith } from "../support/worker-with.ts";

const BARRED = { ErrorCode: 406, Message: "Inactive recipient" };

/** Postmark does not send to these people. */
function bar({ postmark }: MailRoom, ...people: (TestMember | undefined)[]): void {
  postmark.behave = (arrive, batch) => {
    const barred = new Set(people.map((who) => who?.email));
    const answers = batch.map((mail) =>
      barred.has(mail.To) ? BARRED : { ErrorCode: 0, Message: "OK", MessageID: newId() },
    );
    arrive();
    return Response.json(answers);
  };
}

async function reachable({ member_id }: TestMember): Promise<boolean> {
  const select = env.DB.prepare("SELECT reachable FROM members WHERE id = ?").bind(member_id);
  return (await select.first<number>("reachable")) === 1;
}

async function comesBack({ member_id }: TestMember): Promise<void> {
  await env.DB.prepare("UPDATE members SET reachable = 0 WHERE id = ?").bind(member_id).run();
}

/** The mails that wait for admins, opened. */
async function noticesOf({ desk }: MailRoom): Promise<MailJob[]> {
  const select = env.DB.prepare(
    "SELECT payload FROM outbox WHERE account_id = ? AND subject_id LIKE 'unreachable:%' ORDER BY id",
  );
  const { results } = await select.bind(desk.account.id).all<{ payload: string }>();
  return Promise.all(
    results.map(async ({ payload }) =>
      MailJob.parse(JSON.parse(await unseal(env.BETTER_AUTH_SECRET, payload))),
    ),
  );
}

/** An escalation to Sam alone, by the engineer unless somebody else is named. */
function toSam(room: MailRoom, by: TestMember = room.desk.engineer) {
  return room.escalate({ by, handoff: { to_user_id: room.team[0]?.id ?? null } });
}

async function instead(room: MailRoom, handoffId: string): Promise<(string | null)[]> {
  const rows = (await room.ledger(handoffId)).filter(({ kind }) => kind === "fallback");
  return rows.map(({ recipient_id }) => recipient_id);
}

/** Sam's mail about this escalation comes back. */
async function samBounces(room: MailRoom, handoffId: string): Promise<void> {
  await room.deliver(handoffId);
  const row = (await room.ledger(handoffId)).find(({ recipient_id }) => recipient_id === room.team[0]?.id);
  if (!row) throw new Error("Sam was not told.");
  expect(await report(reportsOn(room, row, handoffId).hard)).toBe("recorded");
}

test("an address that Postmark does not send to has the consequences of one that came back", async () => {
  const room = await makeMailRoom(["Sam"]);
  const { account } = room.desk;
  const [owner, admin] = [await account.member("owner", "Olivia"), await account.member("admin", "Adam")];
  const [sam] = room.team;
  if (!sam) throw new Error("Nobody is there.");
  const sent: unknown[] = [];
  room.deps.env = envWith({ JOBS: { sendBatch: async (messages: object[]) => void sent.push(...messages) } });
  bar(room, sam);
  const { handoff } = await toSam(room);
  await room.deliver(handoff.id);

  expect(await room.ledger(handoff.id)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        recipient_id: sam.id,
        status: "suppressed",
        last_error: "Postmark 406: Inactive recipient",
      }),
      expect.objectContaining({ recipient_id: owner.id, kind: "fallback", status: "pending", attempts: 0 }),
    ]),
  );
  expect(await instead(room, handoff.id)).toEqual([owner.id]);
  expect(await reachable(sam)).toBe(false);
  const notices = await noticesOf(room);
  expect(notices.map(({ to }) => to).toSorted()).toEqual([admin.email, owner.email].toSorted());
  for (const { content } of notices) {
    expect(content.subject).toBe("Mail to Sam comes back");
    expect(content.paragraphs[0]).toBe(
      `Baton cannot reach Sam at ${sam.email} any more: Postmark 406: Inactive recipient.`,
    );
  }
  // The queue is nudged: nobody in need waits for the minute's chores.
  expect(sent).toEqual([
    { body: { kind: "notify", handoff_id: handoff.id } },
    { body: { kind: "job", job_id: expect.any(String) } },
    { body: { kind: "job", job_id: expect.any(String) } },
  ]);

  await room.deliver(handoff.id);
  const mail = room.postmark.arrived.find(({ To }) => To === owner.email);
  expect(mail?.TextBody).toContain("A colleague who was asked cannot be reached by mail.");
  expect(mail?.TextBody).toContain("You get this mail because a colleague's address does not work.");
  // Once a day for an address, though more mails to it are refused.
  await env.DB.prepare("UPDATE members SET reachable = 1 WHERE id = ?").bind(sam.member_id).run();
  const { handoff: next } = await toSam(room);
  await room.deliver(next.id);
  expect(await instead(room, next.id)).toEqual([owner.id]);
  expect(await noticesOf(room)).toHaveLength(2);
});

test("two people of one escalation who are barred are replaced by one mail, and each is told of", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  bar(room, ...room.team);
  const { handoff } = await room.escalate();
  const owner = await room.desk.account.member("owner", "Olivia");
  await room.deliver(handoff.id);
  expect(await instead(room, handoff.id)).toEqual([owner.id]);
  expect((await noticesOf(room)).map(({ content }) => content.subject).toSorted()).toEqual([
    "Mail to Sam comes back",
    "Mail to Tom comes back",
  ]);
  expect((await room.desk.log(1))[0]).toMatchObject({
    type: "delivery_changed",
    deliveries: [{ status: "suppressed" }, { status: "suppressed" }],
  });
});

test("where the replacement is barred too, the next is told, until nobody is left", async () => {
  const room = await makeMailRoom(["Sam"]);
  const { account } = room.desk;
  const [owner, admin] = [await account.member("owner", "Olivia"), await account.member("admin", "Adam")];
  const viewer = await account.member("viewer", "Vik");
  bar(room, room.team[0], owner, admin);
  const { handoff } = await toSam(room);
  for (let rounds = 0; rounds < 4; rounds++) await room.deliver(handoff.id);
  const told = await instead(room, handoff.id);
  expect(told).toEqual(expect.arrayContaining([owner.id, admin.id]));
  expect(told).toHaveLength(2);
  expect(told).not.toContain(viewer.id);
});

test("a claim in the meantime leaves nothing to be told; the address is marked all the same", async () => {
  const room = await makeMailRoom(["Sam"]);
  const owner = await room.desk.account.member("owner", "Olivia");
  const { handoff } = await toSam(room);
  room.postmark.behave = async (_, batch) => {
    const key = { session_id: handoff.session_id, handoff_id: handoff.id };
    await claimHandoff(room.desk.account.as(owner, room.clock.now), key, {});
    return Response.json(batch.map(() => BARRED));
  };
  await room.deliver(handoff.id);
  expect(await instead(room, handoff.id)).toEqual([]);
  expect(await Promise.all(room.team.map(reachable))).toEqual([false]);
});

test("an address that is no longer the person's is barred without them", async () => {
  const room = await makeMailRoom(["Sam"]);
  const { handoff } = await toSam(room);
  bar(room, room.team[0]);
  await env.DB.prepare("UPDATE users SET email = ? WHERE id = ?")
    .bind(`${newId()}@test.example`, room.team[0]?.id)
    .run();
  await room.deliver(handoff.id);
  expect(await Promise.all(room.team.map(reachable))).toEqual([true]);
});

test("nobody is told of their own escalation: an owner's goes to the admins", async () => {
  const room = await makeMailRoom(["Sam"]);
  const { account } = room.desk;
  const [owner, admin] = [await account.member("owner", "Olivia"), await account.member("admin", "Adam")];
  const { handoff } = await toSam(room, owner);
  await samBounces(room, handoff.id);
  expect(await instead(room, handoff.id)).toEqual([admin.id]);
});

test("the order is the policy's person, owners, admins, everybody else; only who can be reached and does not know", async () => {
  const room = await makeMailRoom(["Sam", "Tom", "Una"]);
  const { account, engineer } = room.desk;
  const [owner, admin] = [await account.member("owner", "Olivia"), await account.member("admin", "Adam")];
  const [, tom, una] = room.team;
  if (!tom || !una) throw new Error("There are three.");
  await setPolicy(account, { fallback_user_id: tom.id });
  const next = async () => {
    const { handoff } = await toSam(room);
    await samBounces(room, handoff.id);
    await env.DB.prepare("UPDATE members SET reachable = 1 WHERE id = ?").bind(room.team[0]?.member_id).run();
    return instead(room, handoff.id);
  };
  expect(await next()).toEqual([tom.id]);
  await comesBack(tom);
  expect(await next()).toEqual([owner.id]);
  await comesBack(owner);
  expect(await next()).toEqual([admin.id]);
  await comesBack(admin);
  // Neither the escalator nor anybody who cannot be reached.
  expect(await next()).toEqual([una.id]);
  await comesBack(una);
  expect(await next()).toEqual([]);
  expect(await reachable(engineer)).toBe(true);
});

test("whoever was told already is not mailed again, but whoever could not be told is", async () => {
  const room = await makeMailRoom(["Sam"]);
  const { account } = room.desk;
  const [owner, admin] = [await account.member("owner", "Olivia"), await account.member("admin", "Adam")];
  const { handoff } = await room.escalate();
  await room.deliver(handoff.id);
  await env.DB.prepare("UPDATE deliveries SET status = 'failed' WHERE handoff_id = ? AND recipient_id = ?")
    .bind(handoff.id, admin.id)
    .run();
  await samBounces(room, handoff.id);
  expect(await instead(room, handoff.id)).toEqual([admin.id]);
  expect(await instead(room, handoff.id)).not.toContain(owner.id);
});

test("quiet hours are kept: whoever is told in somebody's place hears of it when theirs are over", async () => {
  const room = await makeMailRoom(["Sam"]);
  const owner = await room.desk.account.member("owner", "Olivia");
  const quiet_hours = { tz: "UTC", start: "11:00", end: "13:30", min_priority: "high" as const };
  await setNotifications(room.desk.account, owner, { channels: ["email"], quiet_hours });
  bar(room, room.team[0]);
  const to_user_id = room.team[0]?.id ?? null;
  for (const [priority, wait] of [
    ["normal", 90 * 60_000],
    ["high", 0],
  ] as const) {
    const { handoff } = await room.escalate({ handoff: { to_user_id, priority } });
    await room.deliver(handoff.id);
    expect((await room.ledger(handoff.id)).filter(({ kind }) => kind === "fallback")).toMatchObject([
      { recipient_id: owner.id, next_attempt_at: room.clock.now + wait },
    ]);
    await env.DB.prepare("UPDATE members SET reachable = 1 WHERE id = ?").bind(room.team[0]?.member_id).run();
  }
});
