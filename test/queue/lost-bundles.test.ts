import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { auditAccounts } from "../../src/domain/audit/audit-accounts.ts";
import { GIVE_UP_AFTER_MS } from "../../src/domain/retry-delay.ts";
import { retryDelivery } from "../../src/domain/deliveries/retry-delivery.ts";
import { getDeliveries } from "../../src/domain/handoffs/get-handoff.ts";
import type { HandoffKey } from "../../src/domain/handoffs/handoff-row.ts";
import { WINDOW_MS } from "../../src/domain/deliveries/storm-control.ts";
import { findingsOf } from "../support/audited.ts";
import { type LedgerRow, type MailRoom, makeMailRoom } from "../support/mail-room.ts";
import { report, reportsOn } from "../support/postmark-hook.ts";
import { everythingOf } from "../support/rows.ts";

const refuse = (room: MailRoom, ErrorCode: number, Message: string) => {
  room.postmark.behave = (_, batch) => Response.json(batch.map(() => ({ ErrorCode, Message })));
};

/** Seven escalations to Sam, the last two of which wait in a bundle that is due now. */
async function bundled() {
  const room = await makeMailRoom(["Sam"]);
  const keys: HandoffKey[] = [];
  for (let number = 1; number <= 7; number++) {
    const { handoff } = await room.escalate({ session: { problem_summary: `Problem ${number}` } });
    keys.push({ handoff_id: handoff.id, session_id: handoff.session_id });
  }
  const deliver = () => room.deliver(...keys.map(({ handoff_id }) => handoff_id));
  await deliver();
  room.clock.now += WINDOW_MS;
  const [carrier, other] = keys.slice(5);
  if (!carrier || !other) throw new Error("There are seven.");
  const rowOf = async ({ handoff_id }: HandoffKey, kind: "first" | "bundle"): Promise<LedgerRow> => {
    const row = (await room.ledger(handoff_id)).find((one) => one.kind === kind);
    if (!row) throw new Error(`No ${kind}.`);
    return row;
  };
  const rows = async () => [await rowOf(carrier, "first"), await rowOf(other, "first")];
  /** What the log tells of each of the two, since `seq`. */
  const told = async (seq: number) =>
    (await room.desk.log(seq)).flatMap((event) =>
      event.type === "delivery_changed"
        ? [[event.handoff_id, event.deliveries.map(({ id, status }) => `${id} ${status}`).toSorted()]]
        : [],
    );
  const seq = (await room.desk.log()).length;
  const bundle = () => rowOf(carrier, "bundle");
  return { room, carrier, other, deliver, rows, told, seq, bundle };
}

test.each([
  ["failed", 300, "Invalid 'To' address"],
  ["suppressed", 406, "Inactive recipient"],
] as const)(
  "a bundle that %s takes its rows along, and each handoff is told",
  async (status, code, words) => {
    const { room, carrier, other, deliver, rows, told, seq, bundle } = await bundled();
    refuse(room, code, words);
    await deliver();
    const { id } = await bundle();
    const reason = `Postmark ${code}: ${words}`;
    expect(await bundle()).toMatchObject({ status, last_error: reason });
    const [first, second] = await rows();
    const lost = { status, last_error: `The bundle could not be delivered: ${reason}`, bundled_into: id };
    expect([first, second]).toMatchObject([lost, lost]);
    expect(await told(seq)).toEqual([
      [carrier.handoff_id, [`${id} ${status}`, `${first?.id} ${status}`].toSorted()],
      [other.handoff_id, [`${second?.id} ${status}`]],
    ]);
  },
);

test("a bundle that gave up after a day is found by the auditor for every handoff it was to tell of", async () => {
  const { room, carrier, other, deliver, rows } = await bundled();
  room.postmark.behave = () => Response.json({ ErrorCode: 0, Message: "Oops" }, { status: 500 });
  await deliver();
  room.clock.now += GIVE_UP_AFTER_MS + WINDOW_MS;
  await deliver();
  expect((await rows()).map(({ status }) => status)).toEqual(["failed", "failed"]);
  await auditAccounts(room.deps.db, room.clock.now);
  const found = (await findingsOf(room.desk.account)).filter(({ code }) => code === "failed_delivery");
  expect(new Set(found.map(({ handoff_id }) => handoff_id))).toEqual(
    new Set([carrier.handoff_id, other.handoff_id]),
  );
});

test("a bundle that came back takes its rows along, and others are told of each handoff", async () => {
  const { room, carrier, other, deliver, rows, told, bundle } = await bundled();
  await deliver();
  const owner = await room.desk.account.member("owner", "Olivia");
  const seq = (await room.desk.log()).length;
  expect(await report(reportsOn(room, await bundle(), carrier.handoff_id).hard)).toBe("recorded");
  const reason = "Bounce HardBounce: The server was unable to deliver your message";
  const [first, second] = await rows();
  const lost = { status: "bounced", last_error: `The bundle could not be delivered: ${reason}` };
  expect([first, second]).toMatchObject([lost, lost]);
  const { id } = await bundle();
  expect(await told(seq)).toEqual([
    [carrier.handoff_id, [`${id} bounced`, `${first?.id} bounced`].toSorted()],
    [other.handoff_id, [`${second?.id} bounced`]],
  ]);
  for (const { handoff_id } of [carrier, other]) {
    const fallback = (await room.ledger(handoff_id)).filter(({ kind }) => kind === "fallback");
    expect(fallback).toMatchObject([{ recipient_id: owner.id, status: "pending" }]);
  }
});

test("a bundle that is not sent, as its person has left, takes its rows along", async () => {
  const { room, deliver, rows, bundle } = await bundled();
  await env.DB.prepare("UPDATE members SET active = 0 WHERE id = ?").bind(room.team[0]?.member_id).run();
  await deliver();
  const why = "They are no longer an active member of this account.";
  expect(await bundle()).toMatchObject({ status: "cancelled", last_error: why });
  const lost = { status: "cancelled", last_error: `The bundle could not be delivered: ${why}` };
  expect(await rows()).toMatchObject([lost, lost]);
});

test("an admin who drives it again, by whichever handoff it tells of, bundles its rows again, and it goes out", async () => {
  for (const by of ["carrier", "other"] as const) {
    const world = await bundled();
    const { room, carrier, other, deliver, rows, told, bundle } = world;
    const admin = await room.desk.account.member("admin", "Adam");
    refuse(room, 300, "Invalid 'To' address");
    await deliver();
    room.postmark.behave = (arrive) => arrive();
    const seq = (await room.desk.log()).length;
    const { id } = await bundle();
    const ctx = room.desk.account.as(admin, room.clock.now);
    expect(await retryDelivery(ctx, world[by], id)).toMatchObject({ id, kind: "bundle", status: "pending" });
    expect(ctx.committed.notify).toEqual(new Set([carrier.handoff_id]));
    const again = { status: "bundled", last_error: null, bundled_into: id };
    const [first, second] = await rows();
    expect([first, second]).toMatchObject([again, again]);
    expect(await told(seq)).toEqual([
      [carrier.handoff_id, [`${id} pending`, `${first?.id} bundled`].toSorted()],
      [other.handoff_id, [`${second?.id} bundled`]],
    ]);
    await deliver();
    expect(room.postmark.arrived.at(-1)?.Subject).toBe("2 escalations are waiting: Problem 6");
    expect(await bundle()).toMatchObject({ status: "sent" });
    expect(await rows()).toMatchObject([again, again]);
  }
});

test("a bundle is driven again by no handoff that it does not tell of", async () => {
  const { room, deliver, bundle } = await bundled();
  const admin = await room.desk.account.member("admin", "Adam");
  refuse(room, 300, "Invalid 'To' address");
  await deliver();
  const { handoff } = await room.escalate();
  const key = { handoff_id: handoff.id, session_id: handoff.session_id };
  const before = await everythingOf(room.desk.account);
  const { id } = await bundle();
  await expect(retryDelivery(room.desk.account.as(admin), key, id)).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await everythingOf(room.desk.account)).toEqual(before);
});

test("a single row that is driven again by itself has left its bundle", async () => {
  const { room, carrier, other, deliver, rows, bundle } = await bundled();
  const admin = await room.desk.account.member("admin", "Adam");
  refuse(room, 300, "Invalid 'To' address");
  await deliver();
  room.postmark.behave = (arrive) => arrive();
  const ctx = room.desk.account.as(admin, room.clock.now);
  const [, second] = await rows();
  expect(await retryDelivery(ctx, other, second?.id ?? "")).toMatchObject({
    status: "pending",
    bundled_into: null,
  });
  await retryDelivery(ctx, carrier, (await bundle()).id);
  room.clock.now += WINDOW_MS;
  await deliver();
  expect((await rows()).map(({ status }) => status)).toEqual(["bundled", "sent"]);
  expect(
    room.postmark.arrived
      .map(({ Subject }) => Subject)
      .slice(-2)
      .toSorted(),
  ).toEqual(["1 escalation is waiting: Problem 6", "New escalation: Problem 7"]);
});

test("a bundle that was given up and arrived after all told of its rows", async () => {
  const { room, carrier, deliver, rows, bundle } = await bundled();
  refuse(room, 300, "Invalid 'To' address");
  await deliver();
  expect(await report(reportsOn(room, await bundle(), carrier.handoff_id).delivered)).toBe("recorded");
  expect(await bundle()).toMatchObject({ status: "delivered" });
  const back = { status: "bundled", last_error: null };
  expect(await rows()).toMatchObject([back, back]);
});

test("the list of a handoff's deliveries holds the bundle that its row went into, and no other's", async () => {
  const { room, carrier, other, bundle } = await bundled();
  const ctx = room.desk.account.as(room.desk.engineer);
  const { id } = await bundle();
  const listOf = async (key: HandoffKey) =>
    (await getDeliveries(ctx, key)).map(({ kind }) => kind).toSorted();
  expect(await listOf(carrier)).toEqual(["bundle", "first"]);
  expect(await listOf(other)).toEqual(["bundle", "first"]);
  const [first, made] = await getDeliveries(ctx, other);
  expect([first, made]).toMatchObject([
    { kind: "first", bundled_into: id },
    { kind: "bundle", id },
  ]);
  const { handoff } = await room.escalate();
  expect(await listOf({ handoff_id: handoff.id, session_id: handoff.session_id })).toEqual(["first"]);
});
