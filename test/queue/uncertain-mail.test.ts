import { expect, test } from "vitest";
import { type MailRoom, makeMailRoom } from "../support/mail-room.ts";
import { SENDING_LEASE_MS, takeDeliveries } from "../../src/domain/deliveries/take-deliveries.ts";

/** A consumer that takes the rows and is never heard of again; `sends` says whether its mail had gone out. */
async function crash(room: MailRoom, handoffId: string, sends: boolean): Promise<void> {
  if (!sends) {
    await takeDeliveries(room.deps.db, { handoffs: [handoffId] }, room.clock.now);
    return;
  }
  const { db } = room.deps;
  // Everything after taking, reading and looking again fails: the mail is out, the ledger does not know.
  let batches = 0;
  room.deps.db = {
    ...db,
    batch: (queries) => (batches++ < 3 ? db.batch(queries) : Promise.reject(new Error("killed"))),
  };
  await expect(room.deliver(handoffId)).rejects.toThrow();
  room.deps.db = db;
}

test("a mail that had gone out before the crash is found, and not sent again", async () => {
  const room = await makeMailRoom();
  const { handoff } = await room.escalate();
  await crash(room, handoff.id, true);
  expect(room.postmark.arrived).toHaveLength(1);
  expect(await room.ledger(handoff.id)).toMatchObject([{ status: "sending", attempts: 1 }]);

  room.clock.now += SENDING_LEASE_MS - 1;
  expect(await room.deliver(handoff.id)).toBe(0);
  room.clock.now += 1;
  expect(await room.deliver(handoff.id)).toBe(1);
  expect(room.postmark.calls).toEqual(["/email/batch", "/messages/outbound"]);
  const [row] = await room.ledger(handoff.id);
  expect(row).toMatchObject({
    status: "sent",
    attempts: 2,
    uncertain: 0,
    provider_message_id: `pm-${row?.id}`,
  });
});

test("a mail that had not gone out before the crash is looked for, then sent", async () => {
  const room = await makeMailRoom();
  const { handoff } = await room.escalate();
  await crash(room, handoff.id, false);
  room.clock.now += SENDING_LEASE_MS;
  expect(await room.deliver(handoff.id)).toBe(1);
  expect(room.postmark.calls).toEqual(["/messages/outbound", "/email/batch"]);
  expect(room.postmark.arrived).toHaveLength(1);
  expect(await room.ledger(handoff.id)).toMatchObject([{ status: "sent", attempts: 2 }]);
});

test("of a batch only those are sent again that had not arrived", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  const { handoff } = await room.escalate();
  await crash(room, handoff.id, true);
  const lost = room.postmark.arrived.pop();
  room.clock.now += SENDING_LEASE_MS;
  await room.deliver(handoff.id);
  expect(room.postmark.arrived.map(({ To }) => To).toSorted()).toEqual(
    room.team.map(({ email }) => email).toSorted(),
  );
  expect(room.postmark.arrived.at(-1)?.To).toBe(lost?.To);
  expect((await room.ledger(handoff.id)).map(({ status }) => status)).toEqual(["sent", "sent"]);
});

test("an answer that got lost is an uncertain mail: looked up before the second try", async () => {
  const room = await makeMailRoom();
  const { handoff } = await room.escalate();
  room.postmark.behave = (arrive) => {
    arrive();
    throw new TypeError("Network connection lost");
  };
  await room.deliver(handoff.id);
  expect(await room.ledger(handoff.id)).toMatchObject([{ status: "pending", uncertain: 1 }]);
  room.clock.now += 5_000;
  await room.deliver(handoff.id);
  expect(room.postmark.calls).toEqual(["/email/batch", "/messages/outbound"]);
  expect(room.postmark.arrived).toHaveLength(1);
  expect(await room.ledger(handoff.id)).toMatchObject([{ status: "sent", uncertain: 0 }]);
});

test("while the provider cannot be asked, nothing is sent and the row stays uncertain", async () => {
  const room = await makeMailRoom();
  const { handoff } = await room.escalate();
  await crash(room, handoff.id, true);
  room.postmark.searchable = false;
  room.clock.now += SENDING_LEASE_MS;
  await room.deliver(handoff.id);
  expect(await room.ledger(handoff.id)).toMatchObject([
    {
      status: "pending",
      attempts: 2,
      uncertain: 1,
      last_error: "The provider could not be asked about the last attempt.",
    },
  ]);
  room.postmark.searchable = true;
  room.clock.now += 60_000;
  await room.deliver(handoff.id);
  expect(room.postmark.arrived).toHaveLength(1);
  expect(await room.ledger(handoff.id)).toMatchObject([{ status: "sent", uncertain: 0 }]);
});

test("a look-up that eats the lease leaves the sending to the next turn", async () => {
  const room = await makeMailRoom();
  const { handoff } = await room.escalate();
  await crash(room, handoff.id, false);
  room.clock.now += SENDING_LEASE_MS;
  const { mailer } = room.deps;
  room.deps.mailer = {
    ...mailer,
    find: (name, value) => {
      room.clock.now += 16_000;
      return mailer.find(name, value);
    },
  };
  await room.deliver(handoff.id);
  expect(room.postmark.arrived).toEqual([]);
  expect(await room.ledger(handoff.id)).toMatchObject([{ status: "pending", uncertain: 1 }]);
  room.deps.mailer = mailer;
  room.clock.now += 60_000;
  await room.deliver(handoff.id);
  expect(room.postmark.arrived).toHaveLength(1);
});
