/** Tables that are the database's own. */
const OWN = /^(sqlite_|_cf_|d1_migrations$)/;

/**
 * Carries every row of one database into another that has the same tables and holds nothing yet: all in one batch, one
 * statement for each table.
 */
export async function copyRows(from: D1Database, to: D1Database): Promise<void> {
  const tables = await from
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
    .all<{ name: string }>();
  const statements = [to.prepare("PRAGMA defer_foreign_keys = on")];
  for (const { name } of tables.results) {
    if (OWN.test(name)) continue;
    const { results } = await from.prepare(`SELECT * FROM "${name}"`).all<Record<string, unknown>>();
    const [first] = results;
    if (first === undefined) continue;
    const columns = Object.keys(first);
    const cells = columns.map((_, place) => `json_extract(value, '$[${place}]')`);
    const names = columns.map((column) => `"${column}"`);
    const rows = JSON.stringify(results.map((row) => Object.values(row)));
    statements.push(
      to.prepare(`INSERT INTO "${name}" (${names}) SELECT ${cells} FROM json_each(?)`).bind(rows),
    );
  }
  await to.batch(statements);
}
