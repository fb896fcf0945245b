import { credentialsVault } from "../../src/queue/credentials-vault.ts";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { newWebhookSecret } from "../../src/platform/sign-webhook.ts";
import type { WebhookAttempt, WebhookSubscriptionWithSecret } from "../../src/contract/webhook.ts";
import type { Row } from "../../src/db/client.ts";
import type { DomainContext } from "../../src/domain/context.ts";
import { listAttempts } from "../../src/domain/webhooks/list-attempts.ts";
import { subscribe } from "../../src/domain/webhooks/subscribe.ts";
import type { NewSecret } from "../../src/domain/webhooks/subscription-row.ts";
import { sendWebhooks } from "../../src/queue/send-webhooks.ts";
import type { TestMember } from "./factories.ts";
import { type MailRoom, makeMailRoom } from "./mail-room.ts";
import { type Receiver, makeReceiver } from "./receiver.ts";

/** A mail room whose account has a webhook to a real receiver. */
export interface WebhookRoom extends MailRoom {
  owner: TestMember;
  receiver: Receiver;
  subscription: WebhookSubscriptionWithSecret;
  /** The context of an owner, now. */
  admin(): DomainContext;
  /** What the queue's consumer does for the account. */
  send(): Promise<number>;
  messages(): Promise<Row[]>;
  attempts(): Promise<WebhookAttempt[]>;
  subscriptionRow(): Promise<Row>;
}

/** A fresh secret as it is shown and as it is kept. */
export async function sealedSecret(): Promise<NewSecret> {
  const shown = newWebhookSecret();
  return { shown, sealed: await credentialsVault(env).seal(shown) };
}

/** An account in which nothing has happened, and its webhook for these events. */
export async function makeWebhookRoom(
  events: ("*" | "handoff_created" | "handoff_claimed" | "handoff_updated")[] = ["*"],
): Promise<WebhookRoom> {
  const room = await makeMailRoom();
  const { account } = room.desk;
  const owner = await account.member("owner", "Olivia");
  const receiver = makeReceiver();
  const admin = () => account.as(owner, room.clock.now);
  const subscription = await subscribe(
    admin(),
    { url: receiver.url(), events },
    await sealedSecret(),
    () => null,
  );
  return {
    ...room,
    owner,
    receiver,
    subscription,
    admin,
    send: () => sendWebhooks(room.deps, [account.id]),
    messages: () =>
      account.db
        .all(sql`SELECT seq, replay, status, attempts, last_error, next_attempt_at FROM webhook_messages
        WHERE account_id = ${account.id} ORDER BY replay, seq`),
    attempts: async () =>
      (await listAttempts(admin(), subscription.id, { limit: 100, after: null })).items.toReversed(),
    async subscriptionRow() {
      const [row] = await account.db.all(
        sql`SELECT * FROM webhook_subscriptions WHERE id = ${subscription.id}`,
      );
      if (!row) throw new Error("It is gone.");
      return row;
    },
  };
}
