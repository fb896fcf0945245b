import { env } from "cloudflare:workers";
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { beforeEach, expect, test } from "vitest";
import { accountBus } from "../../src/bus/poke-bus.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { findingsOf } from "../support/audited.ts";
import { Mortal } from "../support/crash.ts";
import { makeFaultWorld } from "../support/fault-world.ts";
import { ledgerOf, logOf } from "../support/rows.ts";
import { settlePromises } from "../support/settle-promises.ts";
import { openSocket } from "../support/stream-client.ts";

beforeEach(settlePromises);

test("while the database is away for a minute nothing is promised that was not kept, and the live stream goes on after it", async () => {
  const world = await makeFaultWorld();
  const { account, priya } = world.desk;
  const client = await openSocket(priya);
  await client.ready();
  const first = await world.escalate();
  const away = new Mortal(1);
  await world.sweep(away);
  await world.consume(away, [{ kind: "notify", handoff_id: first.id }]);
  const refused = await world.send("GET", "/ai-sessions/queue", priya.token, undefined, new Mortal(1));
  expect(refused).toBeNull();
  expect((await ledgerOf(account, first.id)).map((row) => row["status"])).toEqual([
    "pending",
    "pending",
    "pending",
  ]);

  await world.later(2);
  expect((await ledgerOf(account, first.id)).map((row) => row["status"])).toEqual(["sent", "sent", "sent"]);
  const seqs = (await client.events((await logOf(account)).length)).map(({ seq }) => seq);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  expect(await findingsOf(account)).toEqual([]);
  client.close();
});

test("an object from before the deploy and a Worker from after it understand each other", async () => {
  const world = await makeFaultWorld();
  const { account, priya } = world.desk;
  const bus = accountBus(env, account.id);
  // The object as the first release left it: its log begun, the tables that came later not there yet.
  await runInDurableObject(bus, (_, { storage }) => {
    const { sql } = storage;
    const tables = sql
      .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
      .toArray();
    for (const { name } of tables) {
      if (!name.startsWith("_cf_") && !name.startsWith("sqlite_")) sql.exec(`DROP TABLE ${name}`);
    }
    sql.exec(`CREATE TABLE events (seq INTEGER PRIMARY KEY, type TEXT NOT NULL, data TEXT NOT NULL, at INTEGER NOT NULL);
      CREATE TABLE log (one INTEGER PRIMARY KEY CHECK (one = 1), account_id TEXT NOT NULL, epoch TEXT NOT NULL,
        cursor INTEGER NOT NULL);
      CREATE TABLE bus_migrations (id INTEGER PRIMARY KEY);
      INSERT INTO bus_migrations (id) VALUES (0);`);
  });
  await evictDurableObject(bus);

  const client = await openSocket(priya);
  await client.ready();
  const handoff = await world.act(world.desk.sam, async () => world.escalate());
  // A Worker that is still the old one nudges without saying what is due.
  const { epoch } = (await env.DB.prepare("SELECT epoch FROM accounts WHERE id = ?")
    .bind(account.id)
    .first<{ epoch: string }>()) ?? { epoch: "" };
  await bus.poke({ account_id: account.id, epoch, last_seq: 1, events: [] });
  const key = { session_id: handoff?.session_id ?? "", handoff_id: handoff?.id ?? "" };
  await world.act(priya, (ctx) => claimHandoff(ctx, key, {}));
  const events = await client.events(2);
  expect(events.map(({ seq, type }) => [seq, type])).toEqual([
    [1, "handoff_created"],
    [2, "handoff_claimed"],
  ]);
  await world.later(1);
  expect(await findingsOf(account)).toEqual([]);
  client.close();
});
