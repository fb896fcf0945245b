import type { DomainContext } from "../../src/domain/context.ts";

/** A context in which something else happens right before its n-th batch. */
export function interrupted(ctx: DomainContext, nth: number, happens: () => Promise<unknown>): DomainContext {
  let batches = 0;
  const { db } = ctx;
  const batch: typeof db.batch = async (queries) => {
    if (++batches === nth) await happens();
    return db.batch(queries);
  };
  return { ...ctx, db: { ...db, batch } };
}
