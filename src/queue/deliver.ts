import { pokeBus } from "../bus/poke-bus.ts";
import { handoffMail } from "../channels/mail/handoff-mail.ts";
import { MAIL_TIMEOUT_MS, type Mail, type MailResult } from "../channels/mailer.ts";
import { recordResults } from "../domain/deliveries/record-results.ts";
import { type Due, type TakenDelivery, takeDeliveries } from "../domain/deliveries/take-deliveries.ts";
import { log } from "../platform/log.ts";
import { type WorkerDeps, systemContext } from "./worker-deps.ts";

/**
 * Keeps the promises that are due: take the rows, send, write down what became of each. Safe to run twice, and to be
 * cut off anywhere: a row that was taken and not written is taken again when its lease ends. Returns how many it took.
 */
export async function deliver(deps: WorkerDeps, due: Due): Promise<number> {
  const taken = await takeDeliveries(deps.db, due, deps.now());
  if (taken.length === 0) return 0;
  const results = await send(deps, taken);
  const failures: unknown[] = [];
  for (const [handoffId, rows] of Map.groupBy(results, ({ taken: { handoff } }) => handoff.id)) {
    const accountId = rows[0]?.taken.handoff.account_id;
    if (!accountId) continue;
    const ctx = systemContext(deps, accountId);
    try {
      await recordResults(ctx, handoffId, rows, deps.random);
    } catch (error) {
      // The others' results are still to be written; these rows are looked up when their lease has ended.
      log("results_not_written", { handoff_id: handoffId, account_id: accountId }, error);
      failures.push(error);
      continue;
    }
    await pokeBus(deps.env, accountId, ctx.committed).catch((error: unknown) => {
      log("nudge_lost", { nudge: "poke_bus", account_id: accountId }, error);
    });
  }
  if (failures.length > 0) throw new AggregateError(failures, "Results could not be written.");
  return taken.length;
}

interface Sent {
  taken: TakenDelivery;
  result: MailResult;
}

async function send(deps: WorkerDeps, taken: readonly TakenDelivery[]): Promise<Sent[]> {
  const earlier = new Map<TakenDelivery, MailResult>();
  await Promise.all(
    taken.map(async (row) => {
      const result = row.delivery.uncertain ? await lookUp(deps, row) : null;
      if (result) earlier.set(row, result);
    }),
  );
  const found = [...earlier].map(([row, result]): Sent => ({ taken: row, result }));
  const rest = taken.filter((row) => !earlier.has(row));
  // A call that outlives the lease could meet another sender's: two mails.
  const callEnds = deps.now() + MAIL_TIMEOUT_MS;
  const toSend = rest.filter(({ delivery }) => callEnds <= (delivery.taken_until ?? 0));
  const results = await deps.mailer.send(toSend.map((row) => mailOf(deps.env.PUBLIC_URL, row, deps.now())));
  const sent = new Map(toSend.map((row, index) => [row, results[index]]));
  return [...found, ...rest.map((row): Sent => ({ taken: row, result: sent.get(row) ?? tooLate(row) }))];
}

/** Not sent now; whether an earlier attempt got through is as open as before. */
function tooLate({ delivery }: TakenDelivery): MailResult {
  return { kind: "retry", error: "There was no time left to send it safely.", uncertain: delivery.uncertain };
}

/** Whether an uncertain send reached the provider after all; if the provider does not say, wait and ask again. */
async function lookUp(deps: WorkerDeps, row: TakenDelivery): Promise<MailResult | null> {
  const again = (error: string) => ({ kind: "retry" as const, error, uncertain: true });
  try {
    const id = await deps.mailer.find("delivery_id", row.delivery.id);
    if (id !== null) return { kind: "sent", provider_message_id: id };
  } catch (error) {
    log("mail_look_up_failed", { delivery_id: row.delivery.id }, error);
    return again("The provider could not be asked about the last attempt.");
  }
  return null;
}

function mailOf(
  publicUrl: string,
  { delivery, handoff, problem_summary, reason }: TakenDelivery,
  now: number,
): Mail {
  const { engineer_notes, priority, created_at } = handoff;
  return {
    to: delivery.recipient,
    content: handoffMail({
      kind: delivery.kind,
      problem_summary,
      engineer_notes,
      priority,
      reason,
      public_url: publicUrl,
      created_at,
      now,
      claimed: handoff.status === "claimed",
    }),
    metadata: { handoff_id: handoff.id, delivery_id: delivery.id, account_id: handoff.account_id },
    thread: handoff.id,
  };
}
