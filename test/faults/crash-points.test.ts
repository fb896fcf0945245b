import { describe, expect, test } from "vitest";
import type { LoggedEvent } from "../../src/contract/event.ts";
import type { Handoff } from "../../src/contract/handoff.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { createSession } from "../../src/domain/sessions/create-session.ts";
import { findingsOf } from "../support/audited.ts";
import type { Mortal } from "../support/crash.ts";
import { atEachMoment } from "../support/each-moment.ts";
import { type FaultWorld, makeFaultWorld } from "../support/fault-world.ts";
import { PRINTER } from "../support/help-desk.ts";
import { ledgerOf, logOf } from "../support/rows.ts";
import { settlePromises } from "../support/settle-promises.ts";

const MINUTE = 60_000;

const typesOf = (events: LoggedEvent[]) =>
  events.map(({ type }) => type).filter((type) => type !== "delivery_changed" && type !== "handoff_updated");

/** Each of the three was told once, the ledger says so, and the log has no hole. */
async function expectEachToldOnce(world: FaultWorld, moment: string): Promise<void> {
  const { arrived, unexpected } = await world.postmark.read();
  expect(unexpected, moment).toEqual([]);
  const { olivia, adam, priya, account } = world.desk;
  expect(arrived.map(({ to }) => to).toSorted(), moment).toEqual(
    [olivia, adam, priya].map(({ email }) => email).toSorted(),
  );
  expect(await findingsOf(account), moment).toEqual([]);
  const events = await logOf(account);
  expect(
    events.map(({ seq }) => seq),
    moment,
  ).toEqual(events.map((_, index) => index + 1));
}

describe("a process that ends anywhere", () => {
  test("while somebody escalates: the request can be repeated, there is one escalation, and each is told once", async () => {
    const sessions = new Map<FaultWorld, string>();
    const escalate = (world: FaultWorld, mortal?: Mortal) =>
      world.send(
        "POST",
        `/ai-sessions/${sessions.get(world) ?? ""}/handoff`,
        world.desk.sam.token,
        { intent: "escalate" },
        mortal,
        "once",
      );
    await atEachMoment(
      async (world, mortal) => {
        const { account, sam } = world.desk;
        sessions.set(world, (await createSession(account.as(sam, world.clock.now), PRINTER)).id);
        await escalate(world, mortal);
      },
      async (world, moment) => {
        const repeated = await escalate(world);
        expect(repeated?.status, moment).toBe(201);
        const { id } = await (repeated ?? new Response()).json<Handoff>();
        await world.later(2);
        await expectEachToldOnce(world, moment);
        const rows = await ledgerOf(world.desk.account, id);
        expect(
          rows.map((row) => row["status"]),
          moment,
        ).toEqual(["sent", "sent", "sent"]);
        expect(typesOf(await logOf(world.desk.account)), moment).toEqual(["handoff_created"]);
      },
    );
  });

  test("while somebody picks up: the request can be repeated, it is theirs, and nobody is asked any more", async () => {
    const handoffs = new Map<FaultWorld, Handoff>();
    const claim = (world: FaultWorld, mortal?: Mortal) => {
      const { session_id, id } = handoffs.get(world) ?? { session_id: "", id: "" };
      const path = `/ai-sessions/${session_id}/handoffs/${id}/claim`;
      return world.send("POST", path, world.desk.priya.token, {}, mortal);
    };
    await atEachMoment(
      async (world, mortal) => {
        handoffs.set(world, await world.escalate());
        await claim(world, mortal);
      },
      async (world, moment) => {
        const repeated = await claim(world);
        expect(repeated?.status, moment).toBe(200);
        await world.later(2);
        const { account, priya } = world.desk;
        const rows = await ledgerOf(account, handoffs.get(world)?.id ?? "");
        expect(
          rows.map((row) => row["status"]),
          moment,
        ).toEqual(["cancelled", "cancelled", "cancelled"]);
        expect((await world.postmark.read()).arrived, moment).toEqual([]);
        const events = await logOf(account);
        expect(typesOf(events), moment).toEqual(["handoff_created", "handoff_claimed"]);
        expect(events[1], moment).toMatchObject({ claimed_by: { id: priya.id } });
      },
    );
  });

  test("while the mails go out: each goes out once, and the ledger knows it", async () => {
    await atEachMoment(
      async (world, mortal) => {
        const { id } = await world.escalate();
        await world.consume(mortal, [{ kind: "notify", handoff_id: id }]);
      },
      async (world, moment) => {
        await world.later(3);
        await expectEachToldOnce(world, moment);
      },
    );
  });

  test("while the ladder climbs: each step is taken once, and each is reminded once", async () => {
    await atEachMoment(
      async (world, mortal) => {
        await world.escalate();
        await world.later(1);
        world.clock.now += 5 * MINUTE;
        await world.consume(mortal, [{ kind: "look_after", account_id: world.desk.account.id }]);
      },
      async (world, moment) => {
        await world.later(2);
        const { arrived } = await world.postmark.read();
        const about = (words: string) => arrived.filter(({ subject }) => subject.startsWith(words)).length;
        expect([about("New escalation"), about("Still waiting")], moment).toEqual([3, 3]);
        expect(typesOf(await logOf(world.desk.account)), moment).toEqual([
          "handoff_created",
          "handoff_reminded",
        ]);
        expect(await findingsOf(world.desk.account), moment).toEqual([]);
      },
    );
  });

  test("while a lease ends: its holder is reminded once, then it is back in the queue once", async () => {
    await atEachMoment(
      async (world, mortal) => {
        const { id, session_id } = await world.escalate();
        const key = { session_id, handoff_id: id };
        await world.act(world.desk.priya, (ctx) => claimHandoff(ctx, key, {}));
        for (const process of [undefined, mortal]) {
          world.clock.now += 30 * MINUTE;
          await world.consume(process, [{ kind: "look_after", account_id: world.desk.account.id }]);
        }
      },
      async (world, moment) => {
        await world.later(1);
        const types = typesOf(await logOf(world.desk.account));
        expect(types.slice(0, 4), moment).toEqual([
          "handoff_created",
          "handoff_claimed",
          "handoff_reminded",
          "handoff_released",
        ]);
        expect(
          types.filter((type) => type === "handoff_released"),
          moment,
        ).toHaveLength(1);
        expect(await findingsOf(world.desk.account), moment).toEqual([]);
      },
    );
  });

  test("while the minute's chores run: they are taken up again, and each is told once", async () => {
    await atEachMoment(
      async (world, mortal) => {
        await world.escalate();
        await world.sweep(mortal);
      },
      async (world, moment) => {
        await world.later(3);
        await expectEachToldOnce(world, moment);
      },
    );
  });
});

describe("messages of the queue", () => {
  test("that come twice, in another order, days late or never make no mail double and none missing", async () => {
    await settlePromises();
    const world = await makeFaultWorld();
    const ids = [(await world.escalate()).id, (await world.escalate({ priority: "critical" })).id];
    const messages = ids.map((handoff_id) => ({ kind: "notify", handoff_id }));
    await world.consume(undefined, [...messages, ...messages].toReversed());
    await world.consume(undefined, messages);
    // This one's message is never delivered.
    ids.push((await world.escalate({ priority: "high" })).id);
    await world.later(2);
    world.clock.now += 3 * 24 * 60 * 60_000;
    await world.consume(undefined, [...messages, { kind: "notify", handoff_id: ids[2] }]);
    const { arrived } = await world.postmark.read();
    const first = arrived.filter(({ subject }) => subject.startsWith("New escalation"));
    expect(new Set(first.map(({ delivery_id }) => delivery_id)).size).toBe(first.length);
    expect(first).toHaveLength(9);
  });
});
