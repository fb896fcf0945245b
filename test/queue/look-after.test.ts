import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { listDueHandoffs } from "../../src/domain/ladder/due-handoffs.ts";
import { lookAfterDue } from "../../src/queue/look-after.ts";
import { busOf } from "../support/desk.ts";
import { type MailRoom, makeMailRoom } from "../support/mail-room.ts";
import { handoffRow } from "../support/rows.ts";
import { settlePromises } from "../support/settle-promises.ts";
import { envWith } from "../support/worker-with.ts";

const MINUTE = 60_000;

beforeEach(settlePromises);

const stepsOf = (room: MailRoom, ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await handoffRow(room.desk.account, id)).ladder_step));

async function escalations(room: MailRoom, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) ids.push((await room.escalate()).handoff.id);
  return ids;
}

test("many accounts that are due at once are all looked after, and each bus is told", async () => {
  const rooms = await Promise.all(Array.from({ length: 25 }, () => makeMailRoom()));
  const handoffs = await Promise.all(rooms.map((room) => escalations(room, 2)));
  const [room] = rooms;
  if (!room) throw new Error("There is no room.");
  room.clock.now += 5 * MINUTE;
  const told: string[] = [];
  room.deps.env = envWith({
    ACCOUNT_BUS: {
      idFromName: (name: string) => env.ACCOUNT_BUS.idFromName(name),
      get: (id: DurableObjectId) => ({
        poke: async ({ events, due }: { events: unknown[]; due: number }) =>
          told.push(`${id.toString()} ${events.length} ${due}`),
      }),
    },
  });
  const { acted, notify } = await lookAfterDue(room.deps);
  expect(acted).toBe(50);
  expect(notify.toSorted()).toEqual(handoffs.flat().toSorted());
  for (const [index, ids] of handoffs.entries())
    expect(await stepsOf(rooms[index] ?? room, ids)).toEqual([1, 1]);
  const next = room.clock.now + 10 * MINUTE;
  expect(told.toSorted()).toEqual(
    rooms.map(({ desk }) => `${busOf(desk).id.toString()} 2 ${next}`).toSorted(),
  );
  expect(await lookAfterDue(room.deps)).toEqual({ acted: 0, notify: [] });
});

test("one account is looked after, and no other", async () => {
  const [one, other] = [await makeMailRoom(), await makeMailRoom()];
  const [[mine = ""], [theirs = ""]] = [await escalations(one, 1), await escalations(other, 1)];
  one.clock.now += 5 * MINUTE;
  expect(await lookAfterDue(one.deps, one.desk.account.id)).toEqual({ acted: 1, notify: [mine] });
  expect(await stepsOf(other, [theirs])).toEqual([0]);
});

test("a handoff that cannot be looked after keeps no other waiting, in its account or elsewhere", async () => {
  const [room, other] = [await makeMailRoom(), await makeMailRoom()];
  const [broken = "", ...rest] = await escalations(room, 3);
  const [theirs = ""] = await escalations(other, 1);
  await env.DB.prepare("UPDATE handoffs SET policy = '{' WHERE id = ?").bind(broken).run();
  room.clock.now += 5 * MINUTE;
  expect((await lookAfterDue(room.deps)).acted).toBe(3);
  expect(await stepsOf(room, rest)).toEqual([1, 1]);
  expect(await stepsOf(other, [theirs])).toEqual([1]);
  expect((await lookAfterDue(room.deps)).acted).toBe(0);
});

test("two runs at once take every step once", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  const ids = await escalations(room, 4);
  room.clock.now += 15 * MINUTE;
  const own = room.desk.account.id;
  const runs = await Promise.all(Array.from({ length: 3 }, () => lookAfterDue(room.deps, own)));
  expect(runs.reduce((sum, { acted }) => sum + acted, 0)).toBe(4);
  expect(runs.flatMap(({ notify }) => notify).toSorted()).toEqual(ids.toSorted());
  const rows = (await Promise.all(ids.map(room.ledger))).flat();
  expect(rows).toHaveLength(4 * 2 * 2);
});

test("a bus that cannot be reached does not undo what was done", async () => {
  const room = await makeMailRoom();
  const ids = await escalations(room, 1);
  room.clock.now += 5 * MINUTE;
  room.deps.env = envWith({
    ACCOUNT_BUS: {
      idFromName: (name: string) => env.ACCOUNT_BUS.idFromName(name),
      get: () => ({ poke: () => Promise.reject(new Error("the object is away")) }),
    },
  });
  expect(await lookAfterDue(room.deps)).toEqual({ acted: 1, notify: ids });
  expect(await stepsOf(room, ids)).toEqual([1]);
});

test("what is due is listed round by round, the longest overdue first, each once", async () => {
  const room = await makeMailRoom();
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) {
    ids.push((await room.escalate()).handoff.id);
    if (i % 2 === 1) room.clock.now += 1000;
  }
  const { db } = room.deps;
  const due = room.clock.now + 5 * MINUTE;
  const listed = [];
  for (let after; ;) {
    const round = await listDueHandoffs(db, { after, limit: 2 }, due);
    listed.push(...round);
    after = round.at(-1);
    if (round.length < 2) break;
  }
  const at = listed.map(({ next_action_at }) => next_action_at);
  expect(at).toEqual(at.toSorted((a, b) => a - b));
  expect(listed.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  expect(await listDueHandoffs(db, { limit: 9 }, due - 2001)).toEqual([]);
});
