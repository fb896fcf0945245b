import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unstable_splitSqlQuery as splitStatements } from "wrangler";
import { projectRoot } from "./project-root.ts";

const TABLE = `CREATE TABLE IF NOT EXISTS d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`;

/**
 * Applies the migrations that the database has not seen, in the order of their names, each whole or not at all.
 * Reads and writes the table that `wrangler d1 migrations` uses. Returns the names of those applied now.
 */
export async function applyMigrations(db: D1Database): Promise<string[]> {
  await db.prepare(TABLE).run();
  const applied = await db.prepare("SELECT name FROM d1_migrations").all<{ name: string }>();
  const seen = new Set(applied.results.map((row) => row.name));
  const folder = join(projectRoot, "migrations");
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql") && !seen.has(name));
  for (const name of files.sort()) {
    const statements = splitStatements(readFileSync(join(folder, name), "utf8"));
    await db.batch([
      ...statements.map((statement) => db.prepare(statement)),
      db.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name),
    ]);
  }
  return files;
}
