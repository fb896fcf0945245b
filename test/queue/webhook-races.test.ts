import { sql } from "drizzle-orm";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type MailRoom, makeMailRoom } from "../support/mail-room.ts";
import { idOf } from "../support/postmark.ts";
import { report, reportsOn } from "../support/postmark-hook.ts";

async function promised(room: MailRoom) {
  const { handoff } = await room.escalate();
  const row = async () => {
    const first = (await room.ledger(handoff.id)).find(
      ({ recipient_id }) => recipient_id === room.team[0]?.id,
    );
    if (!first) throw new Error("Nobody is told.");
    return first;
  };
  return { handoff, row, reports: reportsOn(room, await row(), handoff.id) };
}

/** What the log told of the mail, in order. */
async function toldOf(room: MailRoom, id: string): Promise<string[]> {
  return (await room.desk.log()).flatMap((event) =>
    event.type === "delivery_changed"
      ? event.deliveries.filter((one) => one.id === id).map(({ status }) => status)
      : [],
  );
}

test.each(["delivered", "hard"] as const)(
  "a report (%s) before the sender's own record stands, and the record adds what only the sender knows",
  async (kind) => {
    const room = await makeMailRoom();
    const { handoff, row, reports } = await promised(room);
    room.postmark.behave = async (arrive) => {
      const answer = arrive();
      await report(reports[kind]);
      return answer;
    };
    expect(await room.deliver(handoff.id)).toBe(1);
    const status = kind === "hard" ? "bounced" : "delivered";
    const { id } = await row();
    expect(await row()).toMatchObject({
      status,
      attempts: 1,
      provider_message_id: idOf({ Metadata: { delivery_id: id } }),
      sent_at: room.clock.now,
      next_attempt_at: null,
    });
    expect(await toldOf(room, id)).toEqual([status]);
    room.clock.now += 60_000;
    expect(await room.deliver(handoff.id)).toBe(0);
  },
);

test("a report on a mail whose answer was lost ends the trying", async () => {
  const room = await makeMailRoom();
  const { handoff, row, reports } = await promised(room);
  room.postmark.behave = (arrive) => {
    arrive();
    throw new TypeError("Network connection lost");
  };
  await room.deliver(handoff.id);
  expect(await row()).toMatchObject({ status: "pending", uncertain: 1 });
  await report(reports.delivered);
  expect(await row()).toMatchObject({ status: "delivered", uncertain: 0, sent_at: expect.any(Number) });
  room.clock.now += 60_000;
  expect(await room.deliver(handoff.id)).toBe(0);
  expect(room.postmark.calls).toEqual(["/email/batch"]);
});

test.each(["failed", "cancelled"])("one that was %s and arrived after all is delivered", async (status) => {
  const room = await makeMailRoom();
  const { handoff, row, reports } = await promised(room);
  const { id } = await row();
  await room.deps.db.all(
    sql`UPDATE deliveries SET status = ${status}, last_error = 'Lost', next_attempt_at = NULL WHERE id = ${id}`,
  );
  expect(await report(reports.delivered)).toBe("recorded");
  expect(await row()).toMatchObject({
    status: "delivered",
    last_error: null,
    delivered_at: expect.any(Number),
  });
  expect(await toldOf(room, id)).toEqual(["delivered"]);
  expect(await room.deliver(handoff.id)).toBe(0);
});

test("the same report many times at once is written once", async () => {
  const room = await makeMailRoom();
  const { handoff, row, reports } = await promised(room);
  await room.deliver(handoff.id);
  await room.desk.account.member("owner", "Olivia");
  const { id } = await row();
  const outcomes = await Promise.all(Array.from({ length: 6 }, () => report(reports.hard)));
  expect(outcomes.toSorted()).toEqual(["recorded", ...Array.from({ length: 5 }, () => "repeated")]);
  expect((await toldOf(room, id)).filter((status) => status === "bounced")).toHaveLength(1);
  expect((await room.ledger(handoff.id)).filter(({ kind }) => kind === "fallback")).toHaveLength(1);
});

test("two people of one handoff whose mails come back at once are replaced by one mail to the owner", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  const { handoff } = await room.escalate();
  await room.deliver(handoff.id);
  const owner = await room.desk.account.member("owner", "Olivia");
  const bounced = (await room.ledger(handoff.id)).filter(({ recipient_id }) => recipient_id !== owner.id);
  await Promise.all(bounced.map((row) => report(reportsOn(room, row, handoff.id).hard)));
  const rows = await room.ledger(handoff.id);
  expect(rows.filter(({ status }) => status === "bounced")).toHaveLength(2);
  expect(rows.filter(({ kind }) => kind === "fallback").map(({ recipient_id }) => recipient_id)).toEqual([
    owner.id,
  ]);
});

/** How far a state is along its way; none goes back. */
const RANK: Record<string, number> = { pending: 0, sending: 1, sent: 2, delivered: 3, bounced: 4 };

test("in whatever order reports come, doubled, before or after the answer, a state only moves forward", async () => {
  const kinds = fc.constantFrom("delivered", "hard", "soft", "complaint");
  const moment = fc.constantFrom("before", "during", "after");
  const reported = fc.array(fc.record({ kind: kinds, moment, doubled: fc.boolean() }), {
    minLength: 1,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(reported, fc.boolean(), async (list, lost) => {
      const room = await makeMailRoom();
      const { handoff, row, reports } = await promised(room);
      const { id } = await row();
      let reached = 0;
      // Not asserted where it happens: a throw inside the provider would count as a lost connection.
      const back: string[] = [];
      const happened = new Set<string>();
      const send = async (when: string) => {
        for (const { kind, doubled } of list.filter((one) => one.moment === when)) {
          const body = {
            delivered: reports.delivered,
            hard: reports.hard,
            soft: reports.soft,
            complaint: reports.complaint,
          }[kind];
          happened.add(kind);
          await Promise.all([report(body), ...(doubled ? [report(body)] : [])]);
          const rank = RANK[(await row()).status] ?? -1;
          if (rank < reached) back.push(`${reached} to ${rank} by ${kind}`);
          reached = rank;
        }
      };
      room.postmark.behave = async (arrive) => {
        const answer = arrive();
        reached = 1;
        await send("during");
        if (lost) throw new TypeError("Network connection lost");
        return answer;
      };
      await send("before");
      await room.deliver(handoff.id);
      // What may have arrived and is not known yet is looked up.
      reached = (await row()).status === "pending" ? 0 : reached;
      await send("after");
      room.clock.now += 60_000;
      await room.deliver(handoff.id);
      expect(back).toEqual([]);
      const { status } = await row();
      const ended = happened.has("delivered") ? "delivered" : "sent";
      expect(status).toBe(happened.has("hard") ? "bounced" : ended);
      expect(room.postmark.arrived.length).toBeLessThanOrEqual(1);
      const told = await toldOf(room, id);
      expect(new Set(told).size).toBe(told.length);
      expect(told.at(-1)).toBe(status);
    }),
    { numRuns: 12, seed: 20261126 },
  );
});
