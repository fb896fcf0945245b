import type { BetterAuthOptions } from "better-auth";
import type { DBAdapter, Where } from "@better-auth/core/db/adapter";

type Adapter = (options: BetterAuthOptions) => DBAdapter;

/**
 * Two first sign-ins of one person at once both find nobody there, and both make the user and the identity. The database
 * keeps one; whoever was second goes on with what the first has made, if it is the same person's.
 */
export function adoptFirst(adapter: Adapter): Adapter {
  return (options) => {
    const own = adapter(options);
    const adopting: DBAdapter = {
      ...own,
      create: async <T extends Record<string, unknown>, R = T>(
        given: Parameters<typeof own.create<T, R>>[0],
      ) => {
        try {
          return await own.create<T, R>(given);
        } catch (error) {
          const where = sameOne(given.model, given.data);
          const first = where && (await own.findOne<R>({ model: given.model, where }));
          if (!first) throw error;
          return first;
        }
      },
      transaction: (work) => work(adopting),
    };
    return adopting;
  };
}

/** By what better-auth's own rows are recognised as about the same person; null for those that nobody shares. */
function sameOne(model: string, data: object): Where[] | null {
  const fields = { user: ["email", "emailVerified"], account: ["providerId", "accountId", "userId"] }[model];
  return fields?.map((field) => ({ field, value: Reflect.get(data, field) })) ?? null;
}
