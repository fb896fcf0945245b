import { sql } from "drizzle-orm";
import type { ChannelTest } from "../../contract/channel-target.ts";
import { commit, unguarded } from "../commit.ts";
import type { DomainContext } from "../context.ts";

/** What a channel said of a test. */
export type Tested = { kind: "sent" } | { kind: "retry" | "failed" | "suppressed" | "gone"; error: string };

/** Writes down what a test of a chat said of it: one that took it works, one that is gone is broken. */
export async function recordTest(ctx: DomainContext, id: string, tested: Tested): Promise<ChannelTest> {
  const own = sql`id = ${id} AND account_id = ${ctx.account_id}`;
  const isOk = tested.kind === "sent";
  const broken =
    tested.kind === "gone" ? sql`coalesce(broken_since, ${ctx.now})` : isOk ? sql`NULL` : sql`broken_since`;
  const error = tested.kind === "sent" ? null : tested.error;
  const answer = { ok: isOk, detail: error ?? "It took the test." };
  const statements = [
    sql`UPDATE channel_targets SET broken_since = ${broken}, last_error = ${error} WHERE ${own}`,
  ];
  await commit(ctx, { operation: unguarded(ctx), statements, answer });
  return answer;
}
