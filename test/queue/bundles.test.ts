import { env } from "cloudflare:workers";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { NewHandoff } from "../../src/contract/handoff.ts";
import type { Priority } from "../../src/contract/handoff-lifecycle.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import {
  BY_THEMSELVES,
  LONG_WINDOW_MS,
  MOST_AN_HOUR,
  WINDOW_MS,
} from "../../src/domain/deliveries/storm-control.ts";
import { GIVE_UP_AFTER_MS } from "../../src/domain/retry-delay.ts";
import { deliver } from "../../src/queue/deliver.ts";
import { type LedgerRow, type MailRoom, makeMailRoom } from "../support/mail-room.ts";

interface Wave {
  id: string;
  session_id: string;
}

/** So many escalations at this moment; nothing is sent yet. */
async function escalations(
  room: MailRoom,
  count: number,
  handoff: Partial<NewHandoff> = {},
): Promise<Wave[]> {
  const wave: Wave[] = [];
  for (let number = 1; number <= count; number++) {
    const given = { session: { problem_summary: `Problem ${number}`, customer: "Contoso" }, handoff };
    const { id, session_id } = (await room.escalate(given)).handoff;
    wave.push({ id, session_id });
  }
  return wave;
}

const ids = (wave: readonly Wave[]) => wave.map(({ id }) => id);

async function ledgerOf(room: MailRoom): Promise<LedgerRow[]> {
  const select = env.DB.prepare("SELECT * FROM deliveries WHERE account_id = ? ORDER BY created_at, id");
  return (await select.bind(room.desk.account.id).all<LedgerRow>()).results;
}

const bundlesOf = async (room: MailRoom) => (await ledgerOf(room)).filter(({ kind }) => kind === "bundle");
const bundledIn = async (room: MailRoom) =>
  (await ledgerOf(room)).filter(({ status }) => status === "bundled");

const claim = (room: MailRoom, { id, session_id }: Wave) =>
  claimHandoff(room.desk.account.as(room.desk.engineer, room.clock.now), { session_id, handoff_id: id }, {});

test("a bundle is asked for when its time has come, not with the next minute's sweep", async () => {
  const room = await makeMailRoom();
  const asked: unknown[] = [];
  const send = async (body: unknown, options: unknown) => void asked.push([body, options]);
  room.deps.env = { ...room.deps.env, JOBS: { ...room.deps.env.JOBS, send } as unknown as Queue };
  const wave = await escalations(room, 7);
  await room.deliver(...ids(wave));
  expect(asked).toEqual(
    ids(wave.slice(5)).map((handoff_id) => [{ kind: "notify", handoff_id }, { delaySeconds: 60 }]),
  );
  const [first = ""] = ids(wave.slice(5));
  room.clock.now += WINDOW_MS;
  await room.deliver(first);
  expect(await bundlesOf(room)).toMatchObject([{ status: "sent" }]);
});

test("five mails within a minute go by themselves; what is more is one mail, a minute after the first", async () => {
  const room = await makeMailRoom();
  const wave = await escalations(room, 8);
  expect(await room.deliver(...ids(wave))).toBe(8);
  expect(room.postmark.arrived.map(({ Subject }) => Subject)).toEqual(
    [1, 2, 3, 4, 5].map((number) => `New escalation: Problem ${number}`),
  );
  const [bundle, ...more] = await bundlesOf(room);
  expect(more).toEqual([]);
  expect(bundle).toMatchObject({
    status: "pending",
    attempts: 0,
    recipient: room.team[0]?.email,
    recipient_id: room.team[0]?.id,
    next_attempt_at: room.clock.now + WINDOW_MS,
    give_up_at: room.clock.now + WINDOW_MS + GIVE_UP_AFTER_MS,
    handoff_id: wave[5]?.id,
  });
  for (const { id } of wave.slice(5)) {
    const row = (await room.ledger(id)).find(({ kind }) => kind === "first");
    expect(row).toMatchObject({ status: "bundled", bundled_into: bundle?.id, next_attempt_at: null });
    const changes = (await room.desk.log()).filter(
      (event) => event.handoff_id === id && event.type === "delivery_changed",
    );
    expect(changes).toMatchObject([{ deliveries: [{ id: row?.id, status: "bundled" }] }]);
  }

  room.clock.now += WINDOW_MS - 1;
  expect(await deliver(room.deps, { handoffs: ids(wave) })).toBe(0);
  room.clock.now += 1;
  expect(await deliver(room.deps, { handoffs: ids(wave) })).toBe(1);
  const mail = room.postmark.arrived[5];
  expect(room.postmark.arrived).toHaveLength(6);
  expect(mail).toMatchObject({
    To: room.team[0]?.email,
    Subject: "3 escalations are waiting: Problem 6",
    Metadata: { delivery_id: bundle?.id, handoff_id: wave[5]?.id, account_id: room.desk.account.id },
  });
  for (const number of [6, 7, 8]) expect(mail?.TextBody).toContain(`normal: Problem ${number}, Contoso`);
  expect(mail?.TextBody).not.toContain("Problem 5");
  expect(await bundlesOf(room)).toMatchObject([{ status: "sent", provider_message_id: `pm-${bundle?.id}` }]);
  expect((await room.desk.log()).at(-1)).toMatchObject({
    type: "delivery_changed",
    deliveries: [{ id: bundle?.id, status: "sent" }],
  });
});

test("what comes while a bundle waits joins it, and a minute later mails go by themselves again", async () => {
  const room = await makeMailRoom();
  const wave = await escalations(room, 6);
  await room.deliver(...ids(wave));
  room.clock.now += 30_000;
  const late = await escalations(room, 2);
  await room.deliver(...ids(late));
  const [bundle] = await bundlesOf(room);
  expect((await bundledIn(room)).map(({ bundled_into }) => bundled_into)).toEqual(
    Array.from({ length: 3 }, () => bundle?.id),
  );
  room.clock.now += WINDOW_MS;
  await room.deliver(...ids(wave));
  const [next] = await escalations(room, 1);
  await room.deliver(next?.id ?? "");
  expect(room.postmark.arrived.at(-1)?.Subject).toBe("New escalation: Problem 1");
  expect(await bundlesOf(room)).toHaveLength(1);
});

test("people are counted each by themselves", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  const wave = await escalations(room, 6);
  await room.deliver(...ids(wave));
  const rows = await bundlesOf(room);
  expect(rows.map(({ recipient }) => recipient).toSorted()).toEqual(
    room.team.map(({ email }) => email).toSorted(),
  );
  const event = (await room.desk.log()).find(
    (one) => one.handoff_id === wave[5]?.id && one.type === "delivery_changed",
  );
  expect(event).toHaveProperty("deliveries.length", 2);
});

test("a bundle tells only of what is still open, and of nothing it says nothing", async () => {
  const room = await makeMailRoom();
  const wave = await escalations(room, 8);
  await room.deliver(...ids(wave));
  const [sixth, seventh, eighth] = wave.slice(5);
  if (!sixth || !seventh || !eighth) throw new Error("There are eight.");
  // The first of them carries the bundle's row; claiming it leaves the bundle to the others.
  await claim(room, sixth);
  await claim(room, eighth);
  expect((await room.ledger(eighth.id)).map(({ status }) => status)).toEqual(["cancelled"]);
  room.clock.now += WINDOW_MS;
  await room.deliver(...ids(wave));
  expect(room.postmark.arrived.at(-1)?.Subject).toBe("1 escalation is waiting: Problem 7");
  expect(await bundlesOf(room)).toMatchObject([{ status: "sent" }]);

  room.clock.now += WINDOW_MS;
  const again = await escalations(room, 6);
  await room.deliver(...ids(again));
  const last = again.at(-1);
  if (last) await claim(room, last);
  room.clock.now += WINDOW_MS;
  const before = room.postmark.requests.length;
  await room.deliver(...ids(again));
  expect(room.postmark.requests).toHaveLength(before);
  expect((await bundlesOf(room)).map(({ status }) => status).toSorted()).toEqual(["cancelled", "sent"]);
});

test("what is picked up while its bundle is in a sender's hands is not listed either", async () => {
  const room = await makeMailRoom();
  const wave = await escalations(room, 7);
  await room.deliver(...ids(wave));
  room.clock.now += WINDOW_MS;
  const { db } = room.deps;
  const last = wave.at(-1);
  let batches = 0;
  room.deps.db = {
    ...db,
    batch: async (queries) => {
      if (++batches === 3 && last) await claim(room, last);
      return db.batch(queries);
    },
  };
  await room.deliver(...ids(wave));
  const mail = room.postmark.arrived.at(-1);
  expect(mail?.Subject).toBe("1 escalation is waiting: Problem 6");
  expect(mail?.TextBody).not.toContain("Problem 7");
});

test("a critical one is never held back within the hour's share, and goes in a bundle of ten minutes beyond it", async () => {
  const room = await makeMailRoom();
  const wave = await escalations(room, 7, { priority: "critical" });
  await room.deliver(...ids(wave));
  expect(room.postmark.arrived).toHaveLength(7);
  const more = await escalations(room, MOST_AN_HOUR - 6, { priority: "critical" });
  await room.deliver(...ids(more));
  expect(room.postmark.arrived).toHaveLength(MOST_AN_HOUR);
  expect(await bundlesOf(room)).toMatchObject([
    { status: "pending", next_attempt_at: room.clock.now + LONG_WINDOW_MS },
  ]);
  room.clock.now += LONG_WINDOW_MS;
  await room.deliver(...ids(more));
  expect(room.postmark.arrived.at(-1)?.Subject).toMatch(/^1 escalation is waiting/);
  room.clock.now += 3_600_000;
  const [fresh] = await escalations(room, 1);
  await room.deliver(fresh?.id ?? "");
  expect(room.postmark.arrived).toHaveLength(MOST_AN_HOUR + 2);
});

test("a bundle that could not be sent is tried again with what is open then, and nobody joins what may have arrived", async () => {
  const room = await makeMailRoom();
  const wave = await escalations(room, 6);
  await room.deliver(...ids(wave));
  room.clock.now += WINDOW_MS;
  room.postmark.behave = (arrive) => {
    arrive();
    throw new TypeError("Network connection lost");
  };
  await room.deliver(...ids(wave));
  expect(await bundlesOf(room)).toMatchObject([{ status: "pending", attempts: 1, uncertain: 1 }]);
  room.postmark.behave = (arrive) => arrive();
  const more = await escalations(room, 6);
  await room.deliver(...ids(more));
  expect(await bundlesOf(room)).toHaveLength(2);
  room.clock.now += WINDOW_MS;
  await room.deliver(...ids(wave), ...ids(more));
  expect((await bundlesOf(room)).map(({ status }) => status)).toEqual(["sent", "sent"]);
  const told = room.postmark.arrived.map(({ Metadata }) => Metadata["delivery_id"]);
  expect(new Set(told).size).toBe(told.length);
});

test("two senders at once: five mails in all, each row bundled by one of them, into one bundle", async () => {
  const room = await makeMailRoom();
  const wave = await escalations(room, 14);
  const halves = [ids(wave.slice(0, 7)), ids(wave.slice(7))];
  await Promise.all(halves.map((handoffs) => deliver(room.deps, { handoffs })));
  expect(room.postmark.arrived).toHaveLength(BY_THEMSELVES);
  expect(await bundledIn(room)).toHaveLength(9);
  const bundles = await bundlesOf(room);
  expect(new Set((await bundledIn(room)).map(({ bundled_into }) => bundled_into))).toEqual(
    new Set([bundles[0]?.id]),
  );
  expect(bundles).toHaveLength(1);
  const changed = (await room.desk.log()).flatMap((event) =>
    event.type === "delivery_changed" ? event.deliveries.map(({ id }) => id) : [],
  );
  expect(changed.length).toBe(14);
  expect(new Set(changed).size).toBe(14);
});

test("however storms come and senders interleave, each escalation is told exactly once, and nobody is flooded", async () => {
  const priorities: Priority[] = ["low", "normal", "critical"];
  const storm = fc.array(
    fc.record({
      count: fc.integer({ min: 1, max: 9 }),
      priority: fc.constantFrom(...priorities),
      wait: fc.constantFrom(0, 10_000, 61_000),
      senders: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: 1, maxLength: 4 },
  );
  await fc.assert(
    fc.asyncProperty(storm, async (waves) => {
      const room = await makeMailRoom();
      const all: Wave[] = [];
      const sentAt: number[] = [];
      room.postmark.behave = (arrive, batch) => {
        for (const mail of batch) if (!mail.Subject.includes("waiting")) sentAt.push(room.clock.now);
        return arrive();
      };
      let critical = 0;
      for (const { count, priority, wait, senders } of waves) {
        room.clock.now += wait;
        if (priority === "critical") critical += count;
        all.push(...(await escalations(room, count, { priority })));
        await Promise.all(Array.from({ length: senders }, () => room.deliver(...ids(all))));
      }
      for (let rounds = 0; rounds < 3; rounds++) {
        room.clock.now += LONG_WINDOW_MS;
        await room.deliver(...ids(all));
      }
      const rows = await ledgerOf(room);
      const sent = new Set(rows.filter(({ status }) => status === "sent").map(({ id }) => id));
      for (const row of rows) {
        expect(["sent", "bundled"]).toContain(row.status);
        if (row.status === "bundled") expect(sent.has(row.bundled_into ?? "")).toBe(true);
      }
      expect(rows.filter(({ kind }) => kind === "first")).toHaveLength(all.length);
      const listed = room.postmark.arrived.reduce(
        (sum, { Subject }) => sum + Number(/^(\d+) escalation/.exec(Subject)?.[1] ?? 1),
        0,
      );
      expect(listed).toBe(all.length);
      for (const at of sentAt) {
        const within = sentAt.filter((other) => other > at - WINDOW_MS && other <= at).length;
        expect(within).toBeLessThanOrEqual(BY_THEMSELVES + critical);
      }
    }),
    { numRuns: 6, seed: 20261126 },
  );
});
