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
import { newId } from "../../src/platform/new-id.ts";
import { resumeSession } from "../../src/domain/sessions/resume-session.ts";
import { releaseHandoff } from "../../src/domain/handoffs/release-handoff.ts";
import { type SQL, sql } from "drizzle-orm";

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
  step = 0,
): Promise<void> {
  await room.deps.db.batch(promiseDeliveries(priya(room), { handoff_id, kind, people, step }, sql`1`));
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

test("a step of the ladder to whoever picked it up is not sent: it would speak of a lease that is none", async () => {
  const room = await makeMailRoom();
  const { handoff } = await room.escalate();
  await room.deliver(handoff.id);
  const reader = room.team[0];
  if (!reader) throw new Error("Nobody is there.");
  await promise(room, handoff.id, "reminder", [await addressee(room, reader.id)], 2);
  meanwhile(room, () => claimHandoff(sam(room), keyOf(handoff), {}));
  await room.deliver(handoff.id);
  expect(room.postmark.arrived.map(({ Subject }) => Subject)).toEqual(["New escalation: VPN drops"]);
  expect((await room.ledger(handoff.id)).filter(({ kind }) => kind === "reminder")).toMatchObject([
    { status: "cancelled", last_error: null },
  ]);
});

test("a reminder of a lease is not sent once its holder has put the handoff back", async () => {
  const room = await makeMailRoom();
  const { handoff } = await room.escalate();
  await claimHandoff(sam(room), keyOf(handoff), {});
  const holder = room.team[0];
  if (!holder) throw new Error("Nobody is there.");
  await promise(room, handoff.id, "reminder", [await addressee(room, holder.id)]);
  meanwhile(room, () => releaseHandoff(sam(room), keyOf(handoff), { reason: "Shift ends" }));
  await room.deliver(handoff.id);
  expect(room.postmark.requests).toEqual([]);
});

const changes: [string, SQL, string][] = [
  ["was deactivated", sql`active = 0`, "They are no longer an active member of this account."],
  ["was removed", sql`active = 0, deleted_at = 1`, "They are no longer an active member of this account."],
  ["reads only now", sql`role = 'viewer'`, "They no longer take part in escalations."],
];

test.each(changes)(
  "whoever %s after the promise is not mailed, and the ledger says why",
  async (_, set, why) => {
    const room = await makeMailRoom(["Sam", "Tom"]);
    room.postmark.behave = () => Promise.reject(new TypeError("lost"));
    const { handoff } = await room.escalate();
    await room.deliver(handoff.id);
    const [gone, stays] = room.team;
    await room.deps.db.all(sql`UPDATE members SET ${set} WHERE id = ${gone?.member_id}`);
    room.postmark.behave = (arrive) => arrive();
    room.clock.now += 60_000;
    await room.deliver(handoff.id);
    expect(room.postmark.arrived.map(({ To }) => To)).toEqual([stays?.email]);
    const rows = new Map((await room.ledger(handoff.id)).map((row) => [row.recipient_id, row]));
    expect(rows.get(gone?.id ?? "")).toMatchObject({
      status: "cancelled",
      last_error: why,
      next_attempt_at: null,
    });
    expect(rows.get(stays?.id ?? "")).toMatchObject({ status: "sent", last_error: null });
  },
);

test("whoever reads only now is still told what became of their own; whoever has left is not", async () => {
  for (const [set, status] of [
    [sql`role = 'viewer'`, "sent"],
    [sql`active = 0`, "cancelled"],
  ] as const) {
    const room = await makeMailRoom();
    const { handoff } = await room.escalate();
    await claimHandoff(sam(room), keyOf(handoff), {});
    await returnHandoff(sam(room), keyOf(handoff), { reason: "Yours" });
    await room.deps.db.all(sql`UPDATE members SET ${set} WHERE id = ${room.desk.engineer.member_id}`);
    await room.deliver(handoff.id);
    expect((await room.ledger(handoff.id)).filter(({ kind }) => kind === "returned")).toMatchObject([
      { status },
    ]);
  }
});

test("a mail goes to the address that it was promised to, though the person has another since", async () => {
  const room = await makeMailRoom();
  const { handoff } = await room.escalate();
  const [reader] = room.team;
  await room.deps.db.all(sql`UPDATE users SET email = ${`${newId()}@test.example`} WHERE id = ${reader?.id}`);
  await room.deliver(handoff.id);
  expect(room.postmark.arrived.map(({ To }) => To)).toEqual([reader?.email]);
});

const goesOn: [string, (room: MailRoom, key: HandoffKey) => Promise<unknown>][] = [
  ...ends.slice(1),
  ["taken up again", (room, key) => resumeSession(priya(room), key.session_id)],
];

test.each(goesOn)("nobody is woken for a parked session that was %s, however late", async (_, end) => {
  for (const inHand of [false, true]) {
    const room = await makeMailRoom();
    const { handoff } = await room.escalate({ handoff: { intent: "park" } });
    await promise(room, handoff.id, "wake", [await addressee(room, room.desk.engineer.id)]);
    if (inHand) meanwhile(room, () => end(room, keyOf(handoff)));
    else await end(room, keyOf(handoff));
    expect(await room.deliver(handoff.id)).toBe(inHand ? 1 : 0);
    expect(room.postmark.requests).toEqual([]);
    expect(await room.ledger(handoff.id)).toMatchObject([
      { kind: "wake", status: "cancelled", next_attempt_at: null },
    ]);
  }
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
