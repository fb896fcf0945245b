import { expect, test } from "vitest";
import { applyMigrations } from "../../src/local/apply-migrations.ts";
import { copyRows } from "../../src/local/copy-rows.ts";
import { memoryDatabase } from "../../src/local/memory-database.ts";
import { seedDemo } from "../../src/local/seed-demo.ts";

const DAY = 86_400_000;
const now = Date.parse("2026-11-26T09:30:00.000Z");

async function emptyDatabase(): Promise<D1Database> {
  const db = memoryDatabase();
  await applyMigrations(db);
  return db;
}

async function rowsOf<T>(db: D1Database, sql: string): Promise<T[]> {
  return (await db.prepare(sql).all<T>()).results;
}

test("the demo has three weeks behind it that are over, and today's cards before it", async () => {
  const db = await emptyDatabase();
  await seedDemo(db, now);

  const past = `FROM handoffs WHERE created_at < ${now - DAY / 4} AND intent = 'escalate'`;
  const [span] = await rowsOf<Record<string, number>>(
    db,
    `SELECT count(*) AS made, sum(claimed_at IS NULL) AS unclaimed, sum(status = 'resolved') AS resolved,
      sum(status = 'withdrawn') AS withdrawn, min(created_at) AS first, count(DISTINCT claimed_by) AS people,
      count(DISTINCT priority) AS priorities, sum(read_back IS NOT NULL) AS read_backs ${past}`,
  );
  expect(span).toMatchObject({ people: 4, priorities: 4 });
  expect(span?.["made"]).toBeGreaterThan(35);
  expect((span?.["resolved"] ?? 0) + (span?.["withdrawn"] ?? 0)).toBe(span?.["made"]);
  expect(span?.["withdrawn"]).toBe(span?.["unclaimed"]);
  expect(span?.["withdrawn"]).toBeGreaterThan(0);
  expect(span?.["read_backs"]).toBeLessThan(span?.["resolved"] ?? 0);
  expect(now - (span?.["first"] ?? now)).toBeGreaterThan(18 * DAY);

  const today = await rowsOf<{ intent: string; status: string }>(
    db,
    "SELECT intent, status FROM handoffs WHERE status IN ('open', 'claimed') ORDER BY intent, status",
  );
  expect(today.map(({ intent, status }) => `${intent} ${status}`)).toEqual([
    "escalate claimed",
    "escalate open",
    "escalate open",
    "escalate open",
    "park open",
  ]);
});

test("nothing of it lies in the future, and nobody is mailed about it", async () => {
  for (const day of [24, 25, 26, 27, 28]) {
    const at = Date.parse(`2026-11-${day}T00:10:00.000Z`);
    const db = await emptyDatabase();
    await seedDemo(db, at);
    const [late] = await rowsOf<{ events: number }>(
      db,
      `SELECT count(*) AS events FROM account_events WHERE created_at > ${at}`,
    );
    expect(late).toEqual({ events: 0 });
    const states = await rowsOf<{ status: string }>(db, "SELECT DISTINCT status FROM deliveries");
    expect(states).toEqual([{ status: "delivered" }]);
    expect(await rowsOf(db, "SELECT DISTINCT status FROM outbox")).toEqual([{ status: "done" }]);
  }
});

test("its tools open to no key: what is kept is the hash of none, so that whoever wants to try them rotates", async () => {
  const db = await emptyDatabase();
  await seedDemo(db, now);
  const tools = await rowsOf<{ key_hash: string; signing_secret: null; previous_key_hash: null }>(
    db,
    "SELECT key_hash, previous_key_hash, signing_secret FROM integrations",
  );
  expect(tools.length).toBeGreaterThan(0);
  for (const { key_hash, ...others } of tools) {
    // The 43 characters of a SHA-256.
    expect(key_hash).not.toMatch(/^[\w-]{43}$/);
    expect(others).toEqual({ previous_key_hash: null, signing_secret: null });
  }
});

test("it arrives row for row where it is carried", async () => {
  const [from, to] = [await emptyDatabase(), await emptyDatabase()];
  await seedDemo(from, now);
  await copyRows(from, to);

  const tables = await rowsOf<{ name: string }>(
    from,
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'd1_migrations'",
  );
  expect(tables.length).toBeGreaterThan(10);
  for (const { name } of tables) {
    expect(await rowsOf(to, `SELECT * FROM "${name}" ORDER BY rowid`), name).toEqual(
      await rowsOf(from, `SELECT * FROM "${name}" ORDER BY rowid`),
    );
  }
});
