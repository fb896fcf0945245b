import type { V4WorkerOptions } from "miniflare";
import { applyMigrations } from "./apply-migrations.ts";
import { copyRows } from "./copy-rows.ts";
import { memoryDatabase } from "./memory-database.ts";
import { openMiniflare } from "./open-miniflare.ts";
import { databaseScript, remoteDatabase } from "./remote-database.ts";
import { type DemoPerson, demoPeople, seedDemo } from "./seed-demo.ts";

/**
 * Brings the database up to date before the product listens, so that nobody meets it half-made: migrations, then,
 * with `seed`, the demo, which is written once. Returns the demo's people, none without `seed`.
 */
export async function prepareDatabase(options: {
  worker: V4WorkerOptions;
  storage: string;
  seed: boolean;
}): Promise<DemoPerson[]> {
  const miniflare = await openMiniflare({
    worker: {
      name: "database",
      modules: true,
      script: databaseScript,
      ...(options.worker.compatibilityDate ? { compatibilityDate: options.worker.compatibilityDate } : {}),
      ...(options.worker.d1Databases ? { d1Databases: options.worker.d1Databases } : {}),
    },
    host: "127.0.0.1",
    port: 0,
    storage: options.storage,
    onLine: (line) => console.error(line.message),
  });
  try {
    const db = remoteDatabase(miniflare);
    await applyMigrations(db);
    if (!options.seed) return [];
    if ((await db.prepare("SELECT 1 FROM accounts LIMIT 1").first()) === null) {
      // The demo is hundreds of batches: told in memory, they take as long as a few would here.
      const told = memoryDatabase();
      await applyMigrations(told);
      await seedDemo(told, Date.now());
      await copyRows(told, db);
    }
    return demoPeople();
  } finally {
    await miniflare.dispose();
  }
}
