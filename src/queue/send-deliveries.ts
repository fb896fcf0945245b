import { credentialsVault } from "./credentials-vault.ts";
import { bundleMail } from "../channels/mail/bundle-mail.ts";
import type { MailContent } from "../channels/mail/mail-content.ts";
import { handoffMail } from "../channels/mail/handoff-mail.ts";
import {
  BEGIN_WITHIN_MS,
  CALL_TIMEOUT_MS,
  type Channel as Sender,
  type Message,
} from "../channels/channel.ts";
import type { Channel, DeliveryKind } from "../contract/delivery.ts";
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
 * into bundles what is too much for one person, and gives all that is left to its channels.
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
  const { wanted, refused, gone, bundled } = await checkDeliveries(deps.db, rows);
  const toSend: TakenDelivery[] = [];
  for (const row of rows) {
    const { id, channel, taken_until } = row.delivery;
    const [no, lost] = [refused.get(id), gone.get(id)];
    // A call that outlives the lease could meet another sender's: two messages.
    const callEnds = deps.now() + LONGEST_MS[channel];
    if (no !== undefined) results.set(row, { kind: "cancelled", error: no });
    else if (lost !== undefined) results.set(row, { kind: "failed", error: lost });
    else if (!wanted.has(id)) results.set(row, { kind: "cancelled" });
    else if (row.bundle_at !== null) results.set(row, { kind: "bundled", due: row.bundle_at });
    else if (callEnds > (taken_until ?? 0)) results.set(row, tooLate(row));
    else toSend.push(row);
  }
  const channels = Map.groupBy(toSend, ({ delivery: { channel } }) => channel);
  await Promise.all(
    [...channels].map(async ([channel, some]) => {
      const written = await Promise.all(
        some.map(async (row) => ({
          row,
          message: await messageOf(deps, row, bundled.get(row.delivery.id)),
        })),
      );
      const messages = written.flatMap(({ row, message }) => (message ? [{ row, message }] : []));
      for (const { row, message } of written) if (!message) results.set(row, UNREADABLE);
      const answers = await senderFor(deps, channel).send(messages.map(({ message }) => message));
      messages.forEach(({ row }, index) => results.set(row, answers[index] ?? tooLate(row)));
    }),
  );
}

/** The longest that telling through a channel takes, ms: chats and browsers wait for a free call, and a chat is told a second apart. */
const LONGEST_MS: Record<Channel, number> = {
  email: CALL_TIMEOUT_MS,
  slack: BEGIN_WITHIN_MS + CALL_TIMEOUT_MS,
  teams: BEGIN_WITHIN_MS + CALL_TIMEOUT_MS,
  web_push: BEGIN_WITHIN_MS + CALL_TIMEOUT_MS,
  webhook: CALL_TIMEOUT_MS,
};

function senderFor({ mailer, chats }: WorkerDeps, channel: Channel): Sender {
  // Webhooks have a ledger of their own; no delivery names them.
  return channel === "email" || channel === "webhook" ? mailer : chats[channel];
}

const UNREADABLE: SendResult = {
  kind: "failed",
  error: "The address cannot be read any more: add it again.",
};

/** Not sent now; whether an earlier attempt got through is as open as before. */
function tooLate({ delivery }: TakenDelivery): SendResult {
  return { kind: "retry", error: "There was no time left to send it safely.", uncertain: delivery.uncertain };
}

/**
 * Whether an uncertain send reached the provider after all; if the provider does not say, wait and ask again. A chat
 * cannot be asked: it is told again.
 */
async function lookUp(deps: WorkerDeps, row: TakenDelivery): Promise<SendResult | null> {
  const again = (error: string) => ({ kind: "retry" as const, error, uncertain: true });
  const { find } = senderFor(deps, row.delivery.channel);
  if (!find) return null;
  try {
    const id = await find("delivery_id", row.delivery.id);
    if (id !== null) return { kind: "sent", provider_message_id: id };
  } catch (error) {
    log("mail_look_up_failed", { delivery_id: row.delivery.id }, error);
    return again("The provider could not be asked about the last attempt.");
  }
  return null;
}

/** What is sent for a delivery; null where its address cannot be opened. */
async function messageOf(
  deps: WorkerDeps,
  taken: TakenDelivery,
  lines: readonly Bundled[] = [],
): Promise<Message | null> {
  const { delivery, handoff, target_address } = taken;
  const { kind, target_id } = delivery;
  const isMail = target_id === null;
  const to = isMail ? delivery.recipient : await addressOf(deps, target_address);
  if (to === null) return null;
  const ids = { handoff_id: handoff.id, delivery_id: delivery.id, account_id: handoff.account_id };
  const metadata = isMail ? ids : { ...ids, kind, session_id: handoff.session_id };
  const written = kind === "bundle" ? bundleMail(lines, deps.env.PUBLIC_URL) : await contentOf(deps, taken);
  const content = isMail ? written : { ...written, footer: footerOf(delivery), button: null };
  if (kind === "bundle") return { to, content, metadata, thread: null };
  return { to, content, metadata, thread: handoff.id, follows: kind !== "first" };
}

async function addressOf({ env }: WorkerDeps, sealed: string | null): Promise<string | null> {
  return sealed === null
    ? null
    : credentialsVault(env)
        .open(sealed)
        .catch(() => null);
}

async function contentOf(deps: WorkerDeps, taken: TakenDelivery): Promise<MailContent> {
  const { delivery, handoff, problem_summary, tool, reason } = taken;
  const { kind } = delivery;
  const { engineer_notes, priority, created_at } = handoff;
  return handoffMail({
    kind,
    problem_summary,
    engineer_notes,
    priority,
    tool,
    reason,
    public_url: deps.env.PUBLIC_URL,
    created_at,
    pick_up_url: await pickUpUrl(deps, taken),
    now: deps.now(),
    claimed: handoff.status === "claimed",
    // The ladder's own fallback is one of its steps.
    instead: kind === "fallback" && delivery.step === 0,
  });
}

function footerOf({ recipient_id, uncertain }: TakenDelivery["delivery"]): string {
  const why =
    recipient_id === null
      ? "Baton says this here because this chat is one of the account's channels."
      : "Baton tells you this here because you chose so in your notification settings.";
  return uncertain ? `${MAYBE_AGAIN} ${why}` : why;
}

const MAYBE_AGAIN = "You may have read this already: there was no answer when it was said before.";

/** Where the person can pick up at once what waits; only in a mail, which nobody else reads. */
async function pickUpUrl(
  { env, now }: WorkerDeps,
  { delivery, handoff }: TakenDelivery,
): Promise<string | null> {
  const offers = delivery.target_id === null && OFFERS_PICK_UP.has(delivery.kind);
  // A link in a mail needs an address that others can reach.
  if (!env.PUBLIC_URL || handoff.status !== "open" || !offers) return null;
  const link = { delivery_id: delivery.id, version: handoff.version };
  const token = await pickUpToken(env.BETTER_AUTH_SECRET, link, now());
  return `${env.PUBLIC_URL.replace(/\/+$/, "")}/pick-up/${token}`;
}

const OFFERS_PICK_UP: ReadonlySet<DeliveryKind> = new Set(["first", "reminder", "widened", "fallback"]);
