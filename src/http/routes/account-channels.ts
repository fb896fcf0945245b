import { ChannelTarget, ChannelTest, NewAccountChannel } from "../../contract/channel-target.ts";
import { itemsOf } from "../../contract/list.ts";
import { addTarget } from "../../domain/channels/add-target.ts";
import { removeTarget } from "../../domain/channels/remove-target.ts";
import { listTargets } from "../../domain/channels/target-row.ts";
import { operation } from "../operation.ts";
import { IdPath } from "../path-ids.ts";
import { newTarget, shownTarget } from "../target-address.ts";
import { testTarget } from "../test-target.ts";

const common = { tag: "Channels", right: "administer" as const };
const path = "/account/channels";

export const accountChannelRoutes = [
  operation({
    ...common,
    id: "listAccountChannels",
    method: "get",
    path,
    summary: "The account's chats; of their addresses, which are secrets, only where they lead",
    status: 200,
    answer: itemsOf(ChannelTarget, "AccountChannels"),
    run: async ({ c, ctx }) => {
      const rows = await listTargets(ctx, "account");
      return { items: await Promise.all(rows.map((row) => shownTarget(c.env, row))) };
    },
  }),
  operation({
    ...common,
    id: "addAccountChannel",
    method: "post",
    path,
    summary: "Tell a chat of every escalation",
    body: NewAccountChannel,
    refuses: ["invalid_transition"],
    status: 201,
    answer: ChannelTarget,
    run: async ({ c, ctx, body }) => addTarget(ctx, "account", await newTarget(c.env, body)),
  }),
  operation({
    ...common,
    id: "removeAccountChannel",
    method: "delete",
    path: `${path}/{id}`,
    summary: "Tell a chat no more",
    params: IdPath,
    status: 204,
    run: ({ ctx, params }) => removeTarget(ctx, "account", params.id),
  }),
  operation({
    ...common,
    id: "testAccountChannel",
    method: "post",
    path: `${path}/{id}/test`,
    summary: "Send a test to a chat, and say what it answered; one that takes it counts as working again",
    params: IdPath,
    status: 200,
    answer: ChannelTest,
    run: ({ c, ctx, caller: { account }, params: { id } }) =>
      testTarget(c.env, ctx, "account", { id, account }),
  }),
];
