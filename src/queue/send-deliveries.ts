import { bundleMail } from "../channels/mail/bundle-mail.ts";
import { handoffMail } from "../channels/mail/handoff-mail.ts";
import { MAIL_TIMEOUT_MS, type Mail } from "../channels/mailer.ts";
import type { DeliveryKind } from "../contract/delivery.ts";
import type { Bundled } from "../domain/deliveries/bundle-deliveries.ts";
import { checkDeliveries } from "../domain/deliveries/check-deliveries.ts";
import { pickUpToken } from "../domain/deliveries/pick-up-token.ts";
import type { SendResult } from "../domain/deliveries/send-outcome.ts";
import type { TakenDelivery } from "../domain/deliveries/take-deliveries.ts";
import { log } from "../platform/log.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/** A taken delivery and what became of it. */
export interface Sent {
  taken: TakenDelivery;
  result: SendResult;
}

/**
 * Sends what was taken: looks up what may have gone out before, looks once more which of the rest is still wanted, puts
 * into bundles what is too much for one person, and makes one call for all that is left.
 */
export async function sendDeliveries(deps: WorkerDeps, taken: readonly TakenDelivery[]): Promise<Sent[]> {
  const results = new Map<TakenDelivery, SendResult>();
  await Promise.all(
    taken.map(async (row) => {
      const result = row.delivery.uncertain ? await lookUp(deps, row) : null;
      if (result) results.set(row, result);
    }),
  );
  const rest = taken.filter((row) => !results.has(row));
  if (rest.length > 0) await sendWanted(deps, rest, results);
  return [...results].map(([row, result]): Sent => ({ taken: row, result }));
}

async function sendWanted(
  deps: WorkerDeps,
  rows: readonly TakenDelivery[],
  results: Map<TakenDelivery, SendResult>,
): Promise<void> {
  const { wanted, refused, bundled } = await checkDeliveries(deps.db, rows);
  // A call that outlives the lease could meet another sender's: two mails.
  const callEnds = deps.now() + MAIL_TIMEOUT_MS;
  const toSend: TakenDelivery[] = [];
  for (const row of rows) {
    const error = refused.get(row.delivery.id);
    if (error !== undefined) results.set(row, { kind: "cancelled", error });
    else if (!wanted.has(row.delivery.id)) results.set(row, { kind: "cancelled" });
    else if (row.bundle_at !== null) results.set(row, { kind: "bundled", due: row.bundle_at });
    else if (callEnds > (row.delivery.taken_until ?? 0)) results.set(row, tooLate(row));
    else toSend.push(row);
  }
  const mails = await Promise.all(toSend.map((row) => mailOf(deps, row, bundled.get(row.delivery.id))));
  const answers = await deps.mailer.send(mails);
  toSend.forEach((row, index) => results.set(row, answers[index] ?? tooLate(row)));
}

/** Not sent now; whether an earlier attempt got through is as open as before. */
function tooLate({ delivery }: TakenDelivery): SendResult {
  return { kind: "retry", error: "There was no time left to send it safely.", uncertain: delivery.uncertain };
}

/** Whether an uncertain send reached the provider after all; if the provider does not say, wait and ask again. */
async function lookUp(deps: WorkerDeps, row: TakenDelivery): Promise<SendResult | null> {
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

async function mailOf(deps: WorkerDeps, taken: TakenDelivery, lines: readonly Bundled[] = []): Promise<Mail> {
  const { delivery, handoff, problem_summary, reason } = taken;
  const { kind, recipient: to } = delivery;
  const { PUBLIC_URL: public_url } = deps.env;
  const metadata = { handoff_id: handoff.id, delivery_id: delivery.id, account_id: handoff.account_id };
  if (kind === "bundle") return { to, content: bundleMail(lines, public_url), metadata, thread: null };
  const { engineer_notes, priority, created_at } = handoff;
  const content = handoffMail({
    kind,
    problem_summary,
    engineer_notes,
    priority,
    reason,
    public_url,
    created_at,
    pick_up_url: await pickUpUrl(deps, taken),
    now: deps.now(),
    claimed: handoff.status === "claimed",
    // The ladder's own fallback is one of its steps.
    instead: kind === "fallback" && delivery.step === 0,
  });
  return { to, content, metadata, thread: handoff.id, follows: kind !== "first" };
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
