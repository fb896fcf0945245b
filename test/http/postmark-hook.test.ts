import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { MailJob } from "../../src/contract/mail-job.ts";
import { newId } from "../../src/platform/new-id.ts";
import { unseal } from "../../src/platform/seal.ts";
import { type TestAccount, type TestMember, makeAccount } from "../support/factories.ts";
import { type MailRoom, makeMailRoom } from "../support/mail-room.ts";
import { basic, postHook, report, reportsOn, subscriptionChange } from "../support/postmark-hook.ts";
import { everythingOf } from "../support/rows.ts";

/** A handoff that is told to the first of the team alone, whose mail is sent, and the reports on that mail. */
async function sent(colleagues: string[] = ["Sam"], room?: MailRoom) {
  const here = room ?? (await makeMailRoom(colleagues));
  const [who] = here.team;
  const { handoff } = await here.escalate({ handoff: { to_user_id: who?.id ?? null } });
  await here.deliver(handoff.id);
  const row = (await here.ledger(handoff.id)).find(({ recipient_id }) => recipient_id === who?.id);
  if (!row || !who) throw new Error("Nobody was told.");
  const now = async () => (await here.ledger(handoff.id)).find(({ id }) => id === row.id);
  return { room: here, handoff, who, row, now, reports: reportsOn(here, row, handoff.id) };
}

async function isReachable({ member_id }: TestMember): Promise<boolean> {
  const select = env.DB.prepare("SELECT reachable FROM members WHERE id = ?").bind(member_id);
  return (await select.first<number>("reachable")) === 1;
}

/** The mails of the account's outbox that wait for admins, opened. */
async function noticesOf({ id }: TestAccount): Promise<MailJob[]> {
  const select = env.DB.prepare(
    "SELECT payload FROM outbox WHERE account_id = ? AND kind = 'send_mail' AND subject_id LIKE 'unreachable:%' ORDER BY id",
  );
  const { results } = await select.bind(id).all<{ payload: string }>();
  return Promise.all(
    results.map(async ({ payload }) =>
      MailJob.parse(JSON.parse(await unseal(env.BETTER_AUTH_SECRET, payload))),
    ),
  );
}

test("whoever does not know the secret is a 401, and nobody is let in where none is set", async () => {
  const { room, reports } = await sent();
  const before = await everythingOf(room.desk.account);
  const headers = [
    "",
    "Basic",
    "Basic !!!",
    basic("postmark:wrong"),
    basic(""),
    `Bearer ${btoa("postmark:p")}`,
  ];
  for (const authorization of headers) {
    const response = await postHook(reports.hard, { authorization });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toMatch(/^Basic /);
    expect(await response.json()).toMatchObject({
      code: "unauthenticated",
      instance: "/api/v1/hooks/postmark",
    });
  }
  for (const secret of [undefined, ""]) {
    const response = await postHook(
      reports.hard,
      { authorization: basic("") },
      { POSTMARK_WEBHOOK_AUTH: secret },
    );
    expect(response.status).toBe(401);
    await response.body?.cancel();
  }
  expect(await everythingOf(room.desk.account)).toEqual(before);
});

test("what nobody can use is taken and changes nothing: no repetition would make it better", async () => {
  const { room, reports } = await sent();
  const before = await everythingOf(room.desk.account);
  for (const body of ["", "{", "7", "[]", "{}", '{"RecordType":7}', "[".repeat(40) + "]".repeat(40)]) {
    expect([body, await report(body)]).toEqual([body, "unusable"]);
  }
  for (const type of ["text/plain", "application/x-www-form-urlencoded", ""]) {
    const response = await postHook(reports.hard, { "content-type": type });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ outcome: "unusable" });
  }
  expect(await everythingOf(room.desk.account)).toEqual(before);
});

test("what the ledger does not ask for is ignored", async () => {
  for (const RecordType of ["Open", "Click", "Inbound", "SomethingNew"]) {
    expect(await report({ RecordType, MessageID: "m", Metadata: null })).toBe("ignored");
  }
  // A sign-in mail: its metadata names no handoff.
  const about = { MessageID: "m", Metadata: { delivery_id: newId() }, Email: "sam@test.example" };
  expect(await report({ RecordType: "Bounce", Type: "HardBounce", ...about })).toBe("ignored");
});

test("a delivery is written down with its moment, once, and told to everybody", async () => {
  const { room, handoff, row, now, reports } = await sent();
  expect(await report(reports.delivered)).toBe("recorded");
  expect(await now()).toMatchObject({
    status: "delivered",
    delivered_at: Date.parse("2026-11-20T12:00:01.500Z"),
    provider_message_id: `pm-${row.id}`,
    sent_at: row.sent_at,
    last_error: null,
  });
  const log = await room.desk.log();
  expect(log.at(-1)).toMatchObject({
    type: "delivery_changed",
    handoff_id: handoff.id,
    actor: { kind: "system", id: null, name: "Baton" },
    deliveries: [{ id: row.id, channel: "email", recipient_id: row.recipient_id, status: "delivered" }],
  });
  const before = await everythingOf(room.desk.account);
  expect(await report(reports.delivered)).toBe("repeated");
  expect(await report({ ...reports.delivered, MessageID: "another" })).toBe("unchanged");
  expect(await everythingOf(room.desk.account)).toEqual(before);
});

test("unknown ids, another account's ids and ids that do not belong together change nothing", async () => {
  const [{ room, reports }, foreign] = [await sent(), await sent()];
  const before = await Promise.all([room, foreign.room].map(({ desk }) => everythingOf(desk.account)));
  const { Metadata } = reports.hard;
  const wrong = [
    { delivery_id: newId() },
    { account_id: foreign.room.desk.account.id },
    { account_id: newId() },
    { handoff_id: foreign.handoff.id },
    { handoff_id: "' OR 1=1 --" },
  ];
  for (const other of wrong) {
    expect(await report({ ...reports.hard, Metadata: { ...Metadata, ...other } })).toBe("unknown");
  }
  const after = await Promise.all([room, foreign.room].map(({ desk }) => everythingOf(desk.account)));
  expect(after).toEqual(before);
});

test("a hard bounce marks the person, tells the owner in their place and the admins of the address", async () => {
  const room = await makeMailRoom(["Sam"]);
  const { account } = room.desk;
  const [owner, admin] = [await account.member("owner", "Olivia"), await account.member("admin", "Adam")];
  const { handoff, who, row, now, reports } = await sent([], room);
  expect(await report(reports.hard)).toBe("recorded");
  expect(await now()).toMatchObject({
    status: "bounced",
    last_error: "Their mail comes back. Bounce HardBounce: The server was unable to deliver your message",
  });
  expect(await isReachable(who)).toBe(false);
  const fallback = (await room.ledger(handoff.id)).filter(({ kind }) => kind === "fallback");
  expect(fallback).toMatchObject([{ recipient_id: owner.id, status: "pending", attempts: 0 }]);
  const notices = await noticesOf(account);
  expect(notices.map(({ to }) => to).toSorted()).toEqual([admin.email, owner.email].toSorted());
  for (const { content } of notices) {
    expect(content.subject).toBe("Mail to Sam comes back");
    expect(content.paragraphs[0]).toContain(row.recipient);
  }
  const before = await everythingOf(account);
  expect(await report(reports.hard)).toBe("repeated");
  expect(await everythingOf(account)).toEqual(before);
});

test("the suppression that comes with a bounce, before or after it, has no consequences of its own", async () => {
  for (const first of ["hard", "subscription"] as const) {
    const room = await makeMailRoom(["Sam"]);
    await room.desk.account.member("owner", "Olivia");
    const { handoff, who, now, reports } = await sent([], room);
    const suppressed = reports.suppressed("2026-11-20T12:00:03Z");
    const order = first === "hard" ? [reports.hard, suppressed] : [suppressed, reports.hard];
    for (const body of order) expect(await report(body)).toBe("recorded");
    expect(await now()).toMatchObject({ status: "bounced" });
    expect(await isReachable(who)).toBe(false);
    expect((await room.ledger(handoff.id)).filter(({ kind }) => kind === "fallback")).toHaveLength(1);
    expect(await noticesOf(room.desk.account)).toHaveLength(1);
  }
});

test("the policy's fallback person comes before the owners, unless they know already or nobody needs help", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  const { account } = room.desk;
  await account.member("owner", "Olivia");
  const [sam, tom] = room.team;
  const policy = { ...POLICY, fallback_user_id: tom?.id };
  await env.DB.prepare("UPDATE accounts SET escalation_policy = ? WHERE id = ?")
    .bind(JSON.stringify(policy), account.id)
    .run();
  const bounceOf = async (to_user_id: string | undefined, status = "open") => {
    const { handoff } = await room.escalate({ handoff: { to_user_id: to_user_id ?? null } });
    await room.deliver(handoff.id);
    const row = (await room.ledger(handoff.id)).find(({ recipient_id }) => recipient_id === sam?.id);
    if (!row) throw new Error("Sam was not told.");
    await env.DB.prepare("UPDATE handoffs SET status = ? WHERE id = ?").bind(status, handoff.id).run();
    await report(reportsOn(room, row, handoff.id).hard);
    await env.DB.prepare("UPDATE members SET reachable = 1 WHERE account_id = ?").bind(account.id).run();
    return (await room.ledger(handoff.id))
      .filter(({ kind }) => kind === "fallback")
      .map(({ recipient_id }) => recipient_id);
  };
  expect(await bounceOf(sam?.id)).toEqual([tom?.id]);
  // Everybody knows already: nobody is mailed a second time.
  expect(await bounceOf(undefined)).toEqual([]);
  expect(await bounceOf(sam?.id, "withdrawn")).toEqual([]);
  // Three bounces of one address within a day are one mail.
  expect(await noticesOf(account)).toHaveLength(1);
});

const POLICY = {
  first_notify: "account",
  remind_after_minutes: [5],
  widen_after_minutes: 15,
  repeat_every_minutes: 30,
  claim_lease_minutes: 30,
  working_hours: null,
  quiet_hours: null,
};

test("a spam complaint marks and replaces like a bounce; the mail itself did arrive", async () => {
  const room = await makeMailRoom(["Sam"]);
  const owner = await room.desk.account.member("owner", "Olivia");
  const { handoff, who, now, reports } = await sent([], room);
  await report(reports.delivered);
  expect(await report(reports.complaint)).toBe("recorded");
  expect(await now()).toMatchObject({
    status: "delivered",
    last_error: expect.stringMatching(/SpamComplaint/),
  });
  expect(await isReachable(who)).toBe(false);
  expect((await room.ledger(handoff.id)).filter(({ kind }) => kind === "fallback")).toMatchObject([
    { recipient_id: owner.id },
  ]);
});

test("an address that may be written to again is reachable, and what came late does not undo it", async () => {
  const { who, reports } = await sent();
  const early = reports.suppressed("2026-11-20T12:00:03.250771Z");
  const back = subscriptionChange(who.email, false, "2026-11-21T08:00:00.416071Z");
  await report(reports.hard);
  expect(await isReachable(who)).toBe(false);
  expect(await report(back)).toBe("recorded");
  expect(await isReachable(who)).toBe(true);
  expect(await report(back)).toBe("repeated");
  expect(await report(early)).toBe("repeated");
  expect(await report(subscriptionChange(who.email, true, "2026-11-20T12:00:03.250771Z"))).toBe("repeated");
  expect(await report(reports.complaint)).toBe("recorded");
  expect(await report(reports.hard)).toBe("repeated");
  expect(await isReachable(who)).toBe(true);
  expect(await report(subscriptionChange(who.email, true, "2026-11-21T09:00:00Z"))).toBe("recorded");
  expect(await isReachable(who)).toBe(false);
});

test("a bounce that is told after its address was freed marks the mail alone", async () => {
  const { who, now, reports } = await sent();
  await report(subscriptionChange(who.email, false, "2026-11-21T08:00:00Z"));
  expect(await report(reports.hard)).toBe("recorded");
  expect(await now()).toMatchObject({ status: "bounced" });
  expect(await isReachable(who)).toBe(true);
});

test("an address is barred and freed for every account that its person works in, and for nobody else", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  const [sam, tom] = room.team;
  if (!sam || !tom) throw new Error("There are two.");
  const other = await makeAccount();
  const elsewhere = { ...sam, member_id: newId() };
  await env.DB.prepare(
    "INSERT INTO members (id, account_id, user_id, role, created_at) VALUES (?, ?, ?, 'engineer', 1)",
  )
    .bind(elsewhere.member_id, other.id, sam.id)
    .run();
  const { handoff } = await room.escalate();
  const ledger = await room.ledger(handoff.id);
  const reach = () => Promise.all([sam, elsewhere, tom].map(isReachable));
  expect(await report(subscriptionChange(sam.email.toUpperCase(), true, "2026-11-20T12:00:00Z"))).toBe(
    "recorded",
  );
  expect(await reach()).toEqual([false, false, true]);
  expect(await report(subscriptionChange(sam.email, true, "2026-11-20T13:00:00Z"))).toBe("unchanged");
  const broadcast = {
    ...subscriptionChange(sam.email, false, "2026-11-20T13:30:00Z"),
    MessageStream: "broadcast",
  };
  expect(await report(broadcast)).toBe("ignored");
  expect(await reach()).toEqual([false, false, true]);
  expect(await report(subscriptionChange(sam.email.toUpperCase(), false, "2026-11-20T14:00:00Z"))).toBe(
    "recorded",
  );
  expect(await reach()).toEqual([true, true, true]);
  expect(await report(subscriptionChange(`${newId()}@test.example`, true, "2026-11-20T12:00:00Z"))).toBe(
    "unchanged",
  );
  // Where no mail is named nobody is told in somebody's place, and no admin.
  expect(await room.ledger(handoff.id)).toEqual(ledger);
  expect(await noticesOf(room.desk.account)).toEqual([]);
});

test("an address that a mail got barred is barred everywhere, and for its account with all the consequences", async () => {
  const room = await makeMailRoom(["Sam"]);
  const owner = await room.desk.account.member("owner", "Olivia");
  const { handoff, who, reports } = await sent([], room);
  const other = await makeAccount();
  const elsewhere = { ...who, member_id: newId() };
  await env.DB.prepare(
    "INSERT INTO members (id, account_id, user_id, role, created_at) VALUES (?, ?, ?, 'engineer', 1)",
  )
    .bind(elsewhere.member_id, other.id, who.id)
    .run();
  expect(await report(reports.suppressed("2026-11-20T12:00:03Z"))).toBe("recorded");
  expect(await Promise.all([who, elsewhere].map(isReachable))).toEqual([false, false]);
  expect((await room.ledger(handoff.id)).filter(({ kind }) => kind === "fallback")).toMatchObject([
    { recipient_id: owner.id },
  ]);
  expect(await noticesOf(room.desk.account)).toHaveLength(1);
});

test("an address that is no longer the person's says nothing about them", async () => {
  const { who, now, reports } = await sent();
  await env.DB.prepare("UPDATE users SET email = ? WHERE id = ?")
    .bind(`${newId()}@test.example`, who.id)
    .run();
  expect(await report(reports.hard)).toBe("recorded");
  expect(await now()).toMatchObject({ status: "bounced" });
  expect(await isReachable(who)).toBe(true);
});

test("a soft bounce is only noted, and nothing that comes after an end moves it back", async () => {
  const { room, who, now, reports } = await sent();
  const events = (await room.desk.log()).length;
  expect(await report(reports.soft)).toBe("recorded");
  expect(await now()).toMatchObject({
    status: "sent",
    last_error: expect.stringMatching(/^Bounce SoftBounce/),
  });
  expect(await isReachable(who)).toBe(true);
  expect((await room.desk.log()).length).toBe(events);
  await report(reports.hard);
  expect(await report(reports.delivered)).toBe("unchanged");
  expect(await report({ ...reports.soft, MessageID: "later" })).toBe("unchanged");
  expect(await now()).toMatchObject({ status: "bounced", delivered_at: null });
});

test("what fails on our side is a 503, so that Postmark comes again", async () => {
  const { who, now, reports } = await sent();
  const DB = { prepare: () => ({ bind: () => ({}) }), batch: () => Promise.reject(new Error("D1 is away")) };
  for (const body of [reports.delivered, subscriptionChange(who.email, true, "2026-11-20T12:00:03Z")]) {
    const response = await postHook(body, {}, { DB });
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("1");
    expect(await response.json()).toMatchObject({ code: "unavailable" });
  }
  expect(await now()).toMatchObject({ status: "sent" });
  expect(await isReachable(who)).toBe(true);
  expect(await report(reports.delivered)).toBe("recorded");
});
