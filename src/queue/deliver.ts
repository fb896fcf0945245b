import { pokeBus } from "../bus/poke-bus.ts";
import { handoffMail } from "../channels/mail/handoff-mail.ts";
import { MAIL_TIMEOUT_MS, type Mail, type MailResult } from "../channels/mailer.ts";
import type { DeliveryKind } from "../contract/delivery.ts";
import { pickUpToken } from "../domain/deliveries/pick-up-token.ts";
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
  const results = await deps.mailer.send(await Promise.all(toSend.map((row) => mailOf(deps, row))));
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

async function mailOf(deps: WorkerDeps, row: TakenDelivery): Promise<Mail> {
  const { delivery, handoff, problem_summary, reason } = row;
  const { engineer_notes, priority, created_at } = handoff;
  return {
    to: delivery.recipient,
    content: handoffMail({
      kind: delivery.kind,
      problem_summary,
      engineer_notes,
      priority,
      reason,
      public_url: deps.env.PUBLIC_URL,
      pick_up_url: await pickUpUrl(deps, row),
      created_at,
      now: deps.now(),
      claimed: handoff.status === "claimed",
    }),
    metadata: { handoff_id: handoff.id, delivery_id: delivery.id, account_id: handoff.account_id },
    thread: handoff.id,
  };
}

/** Where the person can pick up at once what waits; a link in a mail needs an address that others can reach. */
async function pickUpUrl(
  { env, now }: WorkerDeps,
  { delivery, handoff }: TakenDelivery,
): Promise<string | null> {
  if (!env.PUBLIC_URL || handoff.status !== "open" || !OFFERS_PICK_UP.has(delivery.kind)) return null;
  const link = { delivery_id: delivery.id, version: handoff.version };
  const token = await pickUpToken(env.BETTER_AUTH_SECRET, link, now());
  return `${env.PUBLIC_URL.replace(/\/+$/, "")}/pick-up/${token}`;
}

const OFFERS_PICK_UP: ReadonlySet<DeliveryKind> = new Set(["first", "reminder", "widened", "fallback"]);
