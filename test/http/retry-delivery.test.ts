import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Delivery } from "../../src/contract/delivery.ts";
import { DELIVERY_STATUSES } from "../../src/contract/delivery.ts";
import { retryDelivery } from "../../src/domain/deliveries/retry-delivery.ts";
import { GIVE_UP_AFTER_MS } from "../../src/domain/retry-delay.ts";
import { newId } from "../../src/platform/new-id.ts";
import { call, json, problemOf } from "../support/call.ts";
import { makeMailRoom } from "../support/mail-room.ts";
import { problemBody } from "../support/problem-body.ts";
import { everythingOf } from "../support/rows.ts";

/** A notification that Postmark refused, and an admin who may drive it again. */
async function failed() {
  const room = await makeMailRoom();
  const admin = await room.desk.account.member("admin", "Adam");
  room.postmark.behave = (_, batch) =>
    Response.json(batch.map(() => ({ ErrorCode: 300, Message: "Invalid 'To' address" })));
  const { handoff } = await room.escalate({ handoff: { to_user_id: room.team[0]?.id ?? null } });
  await room.deliver(handoff.id);
  room.postmark.behave = (arrive) => arrive();
  const row = async () => {
    const [only] = await room.ledger(handoff.id);
    if (!only) throw new Error("Nobody is told.");
    return only;
  };
  const { id } = await row();
  const key = { session_id: handoff.session_id, handoff_id: handoff.id };
  const path = (did = id, hid = handoff.id, sid = handoff.session_id) =>
    `/api/v1/ai-sessions/${sid}/handoffs/${hid}/deliveries/${did}/retry`;
  return { room, admin, handoff, row, id, key, path };
}

test("a failed notification is due again at once, for another day, and goes out", async () => {
  const { room, admin, handoff, row, id, key } = await failed();
  const ctx = room.desk.account.as(admin, room.clock.now + 5_000);
  const answer = await retryDelivery(ctx, key, id);
  const waits = { id, status: "pending", attempts: 1, last_error: "Postmark 300: Invalid 'To' address" };
  expect(answer).toMatchObject({ ...waits, kind: "first", channel: "email" });
  expect(await row()).toMatchObject({
    ...waits,
    next_attempt_at: ctx.now,
    give_up_at: ctx.now + GIVE_UP_AFTER_MS,
  });
  expect(ctx.committed.notify).toEqual(new Set([handoff.id]));
  expect((await room.desk.log()).at(-1)).toMatchObject({
    type: "delivery_changed",
    handoff_id: handoff.id,
    actor: { kind: "member", id: admin.id, name: "Adam" },
    deliveries: [{ id, channel: "email", recipient_id: room.team[0]?.id, status: "pending" }],
  });
  room.clock.now = ctx.now;
  expect(await room.deliver(handoff.id)).toBe(1);
  expect(await row()).toMatchObject({ status: "sent", attempts: 2, last_error: null });
});

test("it is a 202 with the delivery; the same key again is the same answer, and one event", async () => {
  const { room, admin, path, id } = await failed();
  const given = { token: admin.token, headers: { "idempotency-key": newId() } };
  const first = await json<Delivery>(202, "POST", path(), given);
  expect(first).toMatchObject({ id, status: "pending" });
  const events = (await room.desk.log()).filter(({ actor }) => actor.kind === "member").length;
  const again = await call("POST", path(), given);
  expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([202, "true"]);
  expect(await again.json()).toEqual(first);
  expect((await room.desk.log()).filter(({ actor }) => actor.kind === "member")).toHaveLength(events);
});

test("several admins at once drive it once", async () => {
  const { room, admin, id, key } = await failed();
  const tries = Array.from({ length: 4 }, () => retryDelivery(room.desk.account.as(admin), key, id));
  const outcomes = (await Promise.allSettled(tries)).map(({ status }) => status);
  expect(outcomes.toSorted()).toEqual(["fulfilled", "rejected", "rejected", "rejected"]);
});

test.each(DELIVERY_STATUSES.filter((status) => status !== "failed"))(
  "one that is %s is no failed one",
  async (status) => {
    const { room, admin, path, id } = await failed();
    await env.DB.prepare("UPDATE deliveries SET status = ?, next_attempt_at = NULL WHERE id = ?")
      .bind(status, id)
      .run();
    const before = await everythingOf(room.desk.account);
    expect(await problemOf("POST", path(), { token: admin.token })).toEqual(
      problemBody("invalid_transition", `The delivery is ${status}, not failed.`, path()),
    );
    expect(await everythingOf(room.desk.account)).toEqual(before);
  },
);

test("what is not there, or is another handoff's, is a 404", async () => {
  const { room, admin, path, id } = await failed();
  const { handoff: other } = await room.escalate();
  const paths = [path(newId()), path("nonsense"), path(id, other.id, other.session_id), path(id, other.id)];
  for (const wrong of paths) {
    expect(await problemOf("POST", wrong, { token: admin.token })).toMatchObject({ code: "not_found" });
  }
});
