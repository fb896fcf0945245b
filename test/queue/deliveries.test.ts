import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { openSocket } from "../support/stream-client.ts";
import { makeMailRoom } from "../support/mail-room.ts";
import { idOf } from "../support/postmark.ts";
import { takeDeliveries } from "../../src/domain/deliveries/take-deliveries.ts";

test("everybody of the escalation team is told but the escalator, each once", async () => {
  const room = await makeMailRoom(["Sam"]);
  const { account, engineer } = room.desk;
  const owner = await account.member("owner", "Olivia");
  const admin = await account.member("admin", "Adam");
  await account.member("viewer", "Vik");
  const inactive = await account.member("engineer", "Ida");
  const deleted = await account.member("admin", "Dora");
  await env.DB.prepare("UPDATE members SET active = 0 WHERE user_id = ?").bind(inactive.id).run();
  await env.DB.prepare("UPDATE members SET deleted_at = 1 WHERE user_id = ?").bind(deleted.id).run();
  const foreign = await makeMailRoom(["Finn"]);

  const { handoff } = await room.escalate({ handoff: { priority: "critical", engineer_notes: "Help" } });
  expect(await room.deliver(handoff.id)).toBe(3);
  const told = [owner, admin, ...room.team].map(({ email }) => email).toSorted();
  expect(room.postmark.arrived.map(({ To }) => To).toSorted()).toEqual(told);
  expect((await room.ledger(handoff.id)).map(({ recipient }) => recipient)).toEqual(told);
  expect(handoff.will_notify.map(({ user_id }) => user_id).toSorted()).toEqual(
    [owner, admin, ...room.team].map(({ id }) => id).toSorted(),
  );
  expect(told).not.toContain(engineer.email);
  expect(foreign.postmark.arrived).toEqual([]);
});

test("the mail is about the handoff, and its metadata leads back to the ledger", async () => {
  const room = await makeMailRoom();
  const { handoff } = await room.escalate({
    session: { problem_summary: "Backup failed\nagain" },
    handoff: { priority: "high", engineer_notes: "Disk full?" },
  });
  await room.deliver(handoff.id);
  const [row] = await room.ledger(handoff.id);
  expect(room.postmark.arrived).toEqual([
    expect.objectContaining({
      To: room.team[0]?.email,
      Subject: "New escalation: Backup failed again",
      TextBody: expect.stringContaining(
        "Disk full?\n\nPriority: high\n\nOpen the queue: https://baton.example/escalations",
      ),
      Metadata: { handoff_id: handoff.id, delivery_id: row?.id, account_id: room.desk.account.id },
    }),
  ]);
  room.deps.env = { ...room.deps.env, PUBLIC_URL: "" };
  const second = await room.escalate();
  await room.deliver(second.handoff.id);
  expect(room.postmark.arrived[1]?.TextBody).not.toContain("http");
});

test("the ledger says what became of each mail, with one event per handoff and batch", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  const client = await openSocket(room.desk.engineer);
  await client.ready();
  const [first, second] = [await room.escalate(), await room.escalate()];
  for (const row of await room.ledger(first.handoff.id)) {
    expect(row).toMatchObject({ status: "pending", attempts: 0, provider_message_id: null, sent_at: null });
  }
  let during: string[] = [];
  room.postmark.behave = async (arrive) => {
    during = (await room.ledger(first.handoff.id)).map(({ status }) => status);
    return arrive();
  };
  room.clock.now += 1_000;
  expect(await room.deliver(first.handoff.id, second.handoff.id)).toBe(4);
  expect(during).toEqual(["sending", "sending"]);
  expect(room.postmark.calls).toEqual(["/email/batch"]);

  const events = (await client.events(4)).slice(2);
  expect(events.map(({ handoff_id }) => handoff_id).toSorted()).toEqual(
    [first.handoff.id, second.handoff.id].toSorted(),
  );
  for (const event of events) {
    const rows = await room.ledger(event.handoff_id ?? "");
    for (const row of rows) {
      expect(row).toMatchObject({
        status: "sent",
        attempts: 1,
        provider_message_id: idOf({ Metadata: { delivery_id: row.id } }),
        last_error: null,
        next_attempt_at: null,
        sent_at: room.clock.now,
      });
    }
    expect(event).toMatchObject({
      type: "delivery_changed",
      version: 1,
      actor: { kind: "system", name: "Baton" },
    });
    const told = event.type === "delivery_changed" ? event.deliveries : [];
    expect(told.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(
      rows
        .map(({ id, recipient_id }) => ({ id, channel: "email", recipient_id, status: "sent" }))
        .toSorted((a, b) => a.id.localeCompare(b.id)),
    );
  }
  client.close();
});

test("a nudge that comes twice, or twice at once, sends one mail and tells one event", async () => {
  const room = await makeMailRoom();
  const { handoff } = await room.escalate();
  const taken = await Promise.all([room.deliver(handoff.id), room.deliver(handoff.id)]);
  expect(taken.toSorted()).toEqual([0, 1]);
  expect(await room.deliver(handoff.id)).toBe(0);
  expect(room.postmark.arrived).toHaveLength(1);
  expect((await room.desk.log()).map(({ type }) => type)).toEqual(["handoff_created", "delivery_changed"]);
});

test("a parked session tells nobody", async () => {
  const room = await makeMailRoom();
  const { handoff, committed } = await room.escalate({ handoff: { intent: "park" } });
  expect(handoff.will_notify).toEqual([]);
  expect([committed.notify.size, committed.jobs.size]).toEqual([0, 0]);
  expect(await room.deliver(handoff.id)).toBe(0);
  expect(await room.ledger(handoff.id)).toEqual([]);
});

test("a sender that lost its rows to another neither overwrites them nor tells of them", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  const { handoff } = await room.escalate();
  room.postmark.behave = async (arrive, batch) => {
    // While this sender waits, its lease ends: another takes one row, finds it was not sent yet, and sends it.
    if (batch.length === 1) return arrive();
    room.clock.now += 26_000;
    await env.DB.prepare("UPDATE deliveries SET taken_until = taken_until + 60000 WHERE id = ?")
      .bind(batch[0]?.Metadata["delivery_id"] ?? "")
      .run();
    await room.deliver(handoff.id);
    return Response.json(batch.map(() => ({ ErrorCode: 300, Message: "Invalid 'To' address" })));
  };
  await room.deliver(handoff.id);
  const rows = await room.ledger(handoff.id);
  expect(rows.map(({ status }) => status).toSorted()).toEqual(["failed", "sent"]);
  const told = (await room.desk.log(1)).map((event) =>
    event.type === "delivery_changed" ? event.deliveries : [],
  );
  const statusOf = new Map(rows.map(({ id, status }) => [id, status]));
  expect(told.map((deliveries) => deliveries.length)).toEqual([1, 1]);
  for (const { id, status } of told.flat()) expect(status).toBe(statusOf.get(id));
});

test("each row goes to one sender at a time", async () => {
  const room = await makeMailRoom(["Sam", "Tom", "Uma"]);
  const { handoff } = await room.escalate();
  const takes = await Promise.all(
    Array.from({ length: 5 }, () => takeDeliveries(room.deps.db, { handoffs: [handoff.id] }, room.clock.now)),
  );
  expect(takes.map((taken) => taken.length).toSorted()).toEqual([0, 0, 0, 0, 3]);
});
