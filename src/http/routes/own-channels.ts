import { ChannelTarget, ChannelTest, NewOwnChannel, WebPushKey } from "../../contract/channel-target.ts";
import { itemsOf } from "../../contract/list.ts";
import { addTarget } from "../../domain/channels/add-target.ts";
import { removeTarget } from "../../domain/channels/remove-target.ts";
import { listTargets } from "../../domain/channels/target-row.ts";
import { invalidField } from "../../domain/errors.ts";
import { vapidOf } from "../../queue/outside-channels.ts";
import { operation } from "../operation.ts";
import { IdPath } from "../path-ids.ts";
import { newTarget, shownTarget } from "../target-address.ts";
import { testTarget } from "../test-target.ts";

const common = { tag: "Me", right: "personal" as const };
const path = "/me/channels";

export const ownChannelRoutes = [
  operation({
    ...common,
    id: "listOwnChannels",
    method: "get",
    path,
    summary: "My chats and browsers; of their addresses, which are secrets, only where they lead",
    status: 200,
    answer: itemsOf(ChannelTarget, "OwnChannels"),
    run: async ({ c, ctx }) => {
      const rows = await listTargets(ctx, "me");
      return { items: await Promise.all(rows.map((row) => shownTarget(c.env, row))) };
    },
  }),
  operation({
    ...common,
    id: "addOwnChannel",
    method: "post",
    path,
    summary: "Be told in a chat of my own, or by this browser, once my notification settings choose it",
    body: NewOwnChannel,
    refuses: ["invalid_transition"],
    status: 201,
    answer: ChannelTarget,
    run: async ({ c, ctx, body }) => {
      if (body.channel === "web_push" && vapidOf(c.env) === null) {
        throw invalidField("/channel", "This service has no keys for web push.");
      }
      return addTarget(ctx, "me", await newTarget(c.env, body));
    },
  }),
  operation({
    ...common,
    id: "removeOwnChannel",
    method: "delete",
    path: `${path}/{id}`,
    summary: "Be told there no more",
    params: IdPath,
    status: 204,
    run: ({ ctx, params }) => removeTarget(ctx, "me", params.id),
  }),
  operation({
    ...common,
    id: "testOwnChannel",
    method: "post",
    path: `${path}/{id}/test`,
    summary: "Send me a test there, and say what it answered; one that takes it counts as working again",
    params: IdPath,
    status: 200,
    answer: ChannelTest,
    run: ({ c, ctx, caller: { account }, params: { id } }) => testTarget(c.env, ctx, "me", { id, account }),
  }),
  operation({
    ...common,
    id: "getWebPushKey",
    method: "get",
    path: "/me/web-push",
    summary: "The public key with which a browser subscribes; null where the service has none",
    status: 200,
    answer: WebPushKey,
    run: async ({ c }) => ({ public_key: vapidOf(c.env)?.public_key ?? null }),
  }),
];
