import { DatabaseSync, type SQLInputValue } from "node:sqlite";

interface Statement extends D1PreparedStatement {
  run_now: () => Record<string, unknown>[];
}

/**
 * A database in this process, which answers as D1 does and as quickly as a function call: what is told with hundreds of
 * batches is told here first, and carried over as a whole. Blobs, sessions and dumps are not offered.
 */
export function memoryDatabase(): D1Database {
  const sqlite = new DatabaseSync(":memory:");
  const prepare = (sql: string, params: unknown[] = []): Statement => {
    // D1 takes booleans, as 0 and 1; all else that is bound here is text, a number or null.
    const values = params.map((value) => (typeof value === "boolean" ? Number(value) : value));
    const bound = values as SQLInputValue[];
    const run_now = () => sqlite.prepare(sql).all(...bound);
    const statement = {
      run_now,
      bind: (...next: unknown[]) => prepare(sql, next),
      all: async () => resultOf(run_now()),
      run: async () => resultOf(run_now()),
      raw: async () => {
        // A join may have two columns of one name.
        const rows = sqlite.prepare(sql);
        rows.setReturnArrays(true);
        return rows.all(...bound);
      },
      first: async (column?: string) => {
        const [row] = run_now();
        return (column === undefined ? row : row?.[column]) ?? null;
      },
    };
    // The cast trusts the verbs to ask no more of a statement than this.
    return statement as unknown as Statement;
  };
  const batch = async <T>(statements: D1PreparedStatement[]): Promise<D1Result<T>[]> => {
    sqlite.exec("BEGIN");
    try {
      const results = (statements as Statement[]).map(({ run_now }) => resultOf<T>(run_now()));
      sqlite.exec("COMMIT");
      return results;
    } catch (error) {
      sqlite.exec("ROLLBACK");
      throw error;
    }
  };
  const refuse = () => {
    throw new Error("Not offered in memory.");
  };
  return { prepare, batch, exec: refuse, withSession: refuse, dump: refuse };
}

/** Nobody here reads the figures that D1 gives along. */
function resultOf<T>(results: Record<string, unknown>[]): D1Result<T> {
  return { success: true, results, meta: {} } as unknown as D1Result<T>;
}
