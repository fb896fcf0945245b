import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { runChores } from "../../src/scheduled/run-chores.ts";
import { makeAccount } from "../support/factories.ts";
import { makeMailRoom } from "../support/mail-room.ts";
import { settlePromises } from "../support/settle-promises.ts";
import { envWith } from "../support/worker-with.ts";

test("buses that lag are all told in one minute, though they be more than a page, and each once", async () => {
  await settlePromises();
  const room = await makeMailRoom();
  const accounts = await Promise.all(Array.from({ length: 47 }, () => makeAccount()));
  const ids = accounts.map(({ id }) => id);
  const own = sql`id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  await room.deps.db.all(sql`UPDATE accounts SET last_seq = 3 WHERE ${own}`);
  // Every third one is away: it keeps nobody waiting, and is not asked again in the same minute.
  const away = new Set(ids.filter((_, index) => index % 3 === 0));
  const told: string[] = [];
  const poke = async ({ account_id, last_seq }: { account_id: string; last_seq: number }) => {
    told.push(account_id);
    if (away.has(account_id)) throw new Error("the object is away");
    return last_seq;
  };
  room.deps.env = envWith({
    ACCOUNT_BUS: { idFromName: (name: string) => env.ACCOUNT_BUS.idFromName(name), get: () => ({ poke }) },
  });
  await runChores(room.deps);
  expect(told.filter((id) => ids.includes(id)).toSorted()).toEqual(ids.toSorted());
  const behind = await room.deps.db.all(
    sql`SELECT id FROM accounts WHERE ${own} AND bus_seq < 3 ORDER BY id`,
  );
  expect(behind.map(({ id }) => id)).toEqual([...away].toSorted());
  // These logs hold nothing: later tests are not to ask their buses for it.
  await room.deps.db.all(sql`UPDATE accounts SET last_seq = 0, bus_seq = 0 WHERE ${own}`);
});
