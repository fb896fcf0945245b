import { credentialsVault } from "../../queue/credentials-vault.ts";
import { z } from "zod";
import { newWebhookSecret } from "../../platform/sign-webhook.ts";
import { pageOf, pageQuery } from "../../contract/list.ts";
import {
  NewWebhookSubscription,
  WebhookAttempt,
  WebhookReplay,
  WebhookReplayed,
  WebhookSubscription,
  WebhookSubscriptionChange,
  WebhookSubscriptionWithSecret,
} from "../../contract/webhook.ts";
import { changeSubscription } from "../../domain/webhooks/change-subscription.ts";
import { listAttempts } from "../../domain/webhooks/list-attempts.ts";
import { listSubscriptions } from "../../domain/webhooks/list-subscriptions.ts";
import { replayMessages } from "../../domain/webhooks/replay-messages.ts";
import { rotateWebhookSecret } from "../../domain/webhooks/rotate-webhook-secret.ts";
import { subscribe } from "../../domain/webhooks/subscribe.ts";
import { type NewSecret, loadSubscription } from "../../domain/webhooks/subscription-row.ts";
import { unsubscribe } from "../../domain/webhooks/unsubscribe.ts";
import { callableAddress } from "../callable-address.ts";
import { listAnswer, pageRequest } from "../list-answer.ts";
import { operation } from "../operation.ts";
import { IdPath } from "../path-ids.ts";

const common = { tag: "Webhooks", right: "administer" as const };
const path = "/webhook-subscriptions";
const one = { ...common, path: `${path}/{id}`, params: IdPath };
const exists = (ctx: Parameters<typeof loadSubscription>[0], { id }: { id: string }) =>
  loadSubscription(ctx, id);

export const webhookSubscriptionRoutes = [
  operation({
    ...common,
    id: "listWebhookSubscriptions",
    method: "get",
    path,
    summary: "The account's webhooks, newest first; never their secrets",
    query: z.object(pageQuery),
    status: 200,
    answer: pageOf(WebhookSubscription, "WebhookSubscriptionPage"),
    run: async ({ ctx, query }) => listAnswer(await listSubscriptions(ctx, pageRequest(query))),
  }),
  operation({
    ...common,
    id: "createWebhookSubscription",
    method: "post",
    path,
    summary: "Send the account's events to an address; its secret is shown this once",
    body: NewWebhookSubscription,
    refuses: ["invalid_transition"],
    status: 201,
    answer: WebhookSubscriptionWithSecret,
    run: async ({ c, ctx, body }) => subscribe(ctx, body, await newSecret(c.env), callableAddress(c.env)),
  }),
  operation({
    ...one,
    id: "changeWebhookSubscription",
    method: "patch",
    summary: "Change a webhook, or switch it off and on",
    body: WebhookSubscriptionChange,
    exists,
    status: 200,
    answer: WebhookSubscription,
    run: ({ c, ctx, params, body }) => changeSubscription(ctx, params.id, body, callableAddress(c.env)),
  }),
  operation({
    ...one,
    id: "deleteWebhookSubscription",
    method: "delete",
    summary: "End a webhook; its log goes with it",
    status: 204,
    run: ({ ctx, params }) => unsubscribe(ctx, params.id),
  }),
  operation({
    ...one,
    id: "rotateWebhookSecret",
    method: "post",
    path: `${path}/{id}/rotate`,
    summary: "Give a webhook another secret, shown this once; for a day messages carry both signatures",
    status: 200,
    answer: WebhookSubscriptionWithSecret,
    run: async ({ c, ctx, params }) => rotateWebhookSecret(ctx, params.id, await newSecret(c.env)),
  }),
  operation({
    ...one,
    id: "listWebhookAttempts",
    method: "get",
    path: `${path}/{id}/attempts`,
    summary: "What was sent in the last thirty days and what came back, newest first",
    query: z.object(pageQuery),
    exists,
    status: 200,
    answer: pageOf(WebhookAttempt, "WebhookAttemptPage"),
    run: async ({ ctx, params, query }) => listAnswer(await listAttempts(ctx, params.id, pageRequest(query))),
  }),
  operation({
    ...one,
    id: "replayWebhook",
    method: "post",
    path: `${path}/{id}/replay`,
    summary: "Send events once more: those of a range of time, or single ones",
    body: WebhookReplay,
    refuses: ["invalid_transition"],
    exists,
    status: 202,
    answer: WebhookReplayed,
    run: ({ ctx, params, body }) => replayMessages(ctx, params.id, body),
  }),
];

async function newSecret(env: Env): Promise<NewSecret> {
  const shown = newWebhookSecret();
  return { shown, sealed: await credentialsVault(env).seal(shown) };
}
