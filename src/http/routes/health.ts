import { sql } from "drizzle-orm";
import journal from "../../../migrations/meta/_journal.json" with { type: "json" };
import { accountBus } from "../../bus/poke-bus.ts";
import { sinceRoutine } from "../../domain/audit/routines.ts";
import { type Db, openDb } from "../../db/client.ts";
import { log } from "../../platform/log.ts";
import type { PlainRoute } from "../plain-route.ts";

/** The minute's chores may not have come to their end for so long, ms, before the service counts as at fault. */
const CHORES_LATE_MS = 5 * 60_000;

export const healthRoutes: PlainRoute[] = [
  { method: "GET", path: "/healthz", answer: (c) => c.json({ status: "ok" }) },
  {
    method: "GET",
    path: "/readyz",
    answer: async (c) => {
      const db = openDb(c.env.DB);
      const checks = {
        database: await holds("database", () => db.all(sql`SELECT 1`)),
        migrations: await holds("migrations", async () => {
          const [done] = await db.all<{ count: number }>(sql`SELECT count(*) AS count FROM d1_migrations`);
          if ((done?.count ?? 0) < journal.entries.length) throw new Error("Migrations are missing.");
        }),
        bus: await holds("bus", () => accountBus(c.env, "readiness").answer()),
        mail: c.env.DEMO_MODE === "on" || !!c.env.POSTMARK_TOKEN,
      };
      // None of the four would be told truly by it, so it stands in the status alone (docs/decisions.md).
      const chores = !checks.database || (await holds("chores", () => choresEnd(db)));
      const ok = chores && Object.values(checks).every(Boolean);
      c.header("Cache-Control", "no-store");
      return c.json({ status: ok ? "ok" : "unavailable", checks }, ok ? 200 : 503);
    },
  },
];

/** Whoever has never run them (a fresh deployment) is not late. */
async function choresEnd(db: Db): Promise<void> {
  const since = await sinceRoutine(db, "chores", Date.now());
  if (since !== null && since > CHORES_LATE_MS) throw new Error("The minute's chores stand still.");
}

async function holds(check: string, ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    log("not_ready", { check }, error);
    return false;
  }
}
