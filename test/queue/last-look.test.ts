import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { DomainContext } from "../../src/domain/context.ts";
import { type Addressee, decodeAddressee, selectColleague } from "../../src/domain/deliveries/addressees.ts";
import { promiseDeliveries } from "../../src/domain/deliveries/promise-deliveries.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { handOffSession } from "../../src/domain/handoffs/hand-off-session.ts";
import type { HandoffKey } from "../../src/domain/handoffs/handoff-row.ts";
import { returnHandoff } from "../../src/domain/handoffs/return-handoff.ts";
import { withdrawHandoff } from "../../src/domain/handoffs/withdraw-handoff.ts";
import { resolveSession } from "../../src/domain/sessions/resolve-session.ts";
import { type MailRoom, makeMailRoom } from "../support/mail-room.ts";
import { sql } from "drizzle-orm";

/** Lets something happen between the taking of the rows and the last look at them. */
function meanwhile(room: MailRoom, happens: () => Promise<unknown>): void {
  const { db } = room.deps;
  let batches = 0;
  room.deps.db = {
    ...db,
    batch: async (queries) => {
      if (++batches === 3) await happens();
      return db.batch(queries);
    },
  };
}

const keyOf = ({ id, session_id }: { id: string; session_id: string }): HandoffKey => ({
  session_id,
  handoff_id: id,
});
const sam = ({ desk, team, clock }: MailRoom): DomainContext => {
  if (!team[0]) throw new Error("Nobody is there.");
  return desk.account.as(team[0], clock.now);
};
const priya = ({ desk, clock }: MailRoom) => desk.account.as(desk.engineer, clock.now);

const ends: [string, (room: MailRoom, key: HandoffKey) => Promise<unknown>][] = [
  ["picked up", (room, key) => claimHandoff(sam(room), key, {})],
  ["withdrawn", (room, key) => withdrawHandoff(priya(room), key, { reason: "Found it" })],
  ["resolved", (room, key) => resolveSession(priya(room), key.session_id, { resolution: "Done" })],
  [
    "superseded",
    (room, key) => handOffSession(priya(room), key.session_id, { intent: "park", priority: "low" }),
  ],
];

test.each(ends)("a mail in a sender's hands is not sent once its handoff is %s", async (_, end) => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  const { handoff } = await room.escalate();
  meanwhile(room, () => end(room, keyOf(handoff)));
  expect(await room.deliver(handoff.id)).toBe(2);
  expect(room.postmark.requests).toEqual([]);
  const cancelled = { status: "cancelled", next_attempt_at: null, last_error: null, sent_at: null };
  expect(await room.ledger(handoff.id)).toMatchObject([cancelled, cancelled]);
  const last = (await room.desk.log()).at(-1);
  expect(last).toMatchObject({
    type: "delivery_changed",
    handoff_id: handoff.id,
    deliveries: [{ status: "cancelled" }, { status: "cancelled" }],
  });
  room.clock.now += 60_000;
  expect(await room.deliver(handoff.id)).toBe(0);
});

async function promise(
  room: MailRoom,
  handoff_id: string,
  kind: "reminder" | "wake",
  people: Addressee[],
): Promise<void> {
  await room.deps.db.batch(
    promiseDeliveries(priya(room), { handoff_id, kind, people, step: kind === "wake" ? 0 : 3 }, sql`1`),
  );
}

async function addressee(room: MailRoom, id: string): Promise<Addressee> {
  const [row] = await room.deps.db.all(selectColleague(room.desk.account.id, id));
  if (!row) throw new Error("Nobody is there.");
  return decodeAddressee(row);
}

test("the reminder of the lease goes to the present holder alone, and only while they hold it", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  const { handoff } = await room.escalate();
  await claimHandoff(sam(room), keyOf(handoff), {});
  const [holder, other] = await Promise.all(room.team.map(({ id }) => addressee(room, id)));
  if (!holder || !other) throw new Error("Nobody is there.");
  await promise(room, handoff.id, "reminder", [holder, other]);
  await room.deliver(handoff.id);
  expect(room.postmark.arrived.map(({ To }) => To)).toEqual([holder.email]);
  const reminders = (await room.ledger(handoff.id)).filter(({ kind }) => kind === "reminder");
  expect(new Map(reminders.map(({ recipient_id, status }) => [recipient_id, status]))).toEqual(
    new Map([
      [holder.user_id, "sent"],
      [other.user_id, "cancelled"],
    ]),
  );
});

test("what speaks to one person about their own goes out, however the handoff stands", async () => {
  const room = await makeMailRoom();
  const { handoff } = await room.escalate();
  await claimHandoff(sam(room), keyOf(handoff), {});
  await returnHandoff(sam(room), keyOf(handoff), { reason: "Yours" });
  await promise(room, handoff.id, "wake", [await addressee(room, room.desk.engineer.id)]);
  await room.deliver(handoff.id);
  const rows = await room.ledger(handoff.id);
  expect(rows.map(({ kind, status }) => `${kind} ${status}`).toSorted()).toEqual([
    "first cancelled",
    "returned sent",
    "wake sent",
  ]);
  expect(room.postmark.arrived.map(({ To }) => To)).toEqual([
    room.desk.engineer.email,
    room.desk.engineer.email,
  ]);
});

test("a row that a webhook has moved on is not sent again by whoever has taken it", async () => {
  const room = await makeMailRoom();
  const { handoff } = await room.escalate();
  meanwhile(room, () =>
    env.DB.prepare("UPDATE deliveries SET status = 'delivered' WHERE handoff_id = ?").bind(handoff.id).run(),
  );
  await room.deliver(handoff.id);
  expect(room.postmark.requests).toEqual([]);
  expect(await room.ledger(handoff.id)).toMatchObject([{ status: "delivered" }]);
  expect((await room.desk.log()).map(({ type }) => type)).toEqual(["handoff_created"]);
});
