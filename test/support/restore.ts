import { env } from "cloudflare:workers";
import runbook from "../../docs/runbook.md?raw";
import type { Desk } from "./desk.ts";

/** The first step of the runbook: the account's log is what it was after event `seq`, its bus confirmed long before. */
export async function restoreRows({ account }: Desk, seq: number): Promise<void> {
  await env.DB.batch([
    env.DB.prepare("DELETE FROM account_events WHERE account_id = ? AND seq > ?").bind(account.id, seq),
    env.DB.prepare(
      "UPDATE accounts SET last_seq = min(last_seq, ?), bus_seq = min(bus_seq, ?) WHERE id = ?",
    ).bind(seq, seq, account.id),
  ]);
}

/** The second step, in the runbook's own words, for this account alone. */
export async function giveEpoch({ account }: Desk): Promise<void> {
  const statement = /--command "(UPDATE accounts SET epoch [^"]+)"/.exec(runbook)?.[1];
  if (!statement) throw new Error("The runbook does not say how a log gets another epoch.");
  await env.DB.prepare(`${statement} WHERE id = ?`).bind(account.id).run();
}
