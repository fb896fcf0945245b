import type { V4WorkerOptions } from "miniflare";
import { seedDemo } from "./seed-demo.ts";
import { applyMigrations } from "./apply-migrations.ts";
import { openMiniflare } from "./open-miniflare.ts";
import { databaseScript, remoteDatabase } from "./remote-database.ts";

/** A person of the demo, as the terminal shows them. */
export type DemoPerson = Awaited<ReturnType<typeof seedDemo>>["people"][number];

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
    return options.seed ? (await seedDemo(db, Date.now())).people : [];
  } finally {
    await miniflare.dispose();
  }
}
