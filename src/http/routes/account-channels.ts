import { credentialsVault } from "../../queue/credentials-vault.ts";
import { testMail } from "../../channels/mail/test-mail.ts";
import { ChannelTarget, ChannelTest, NewAccountChannel } from "../../contract/channel-target.ts";
import { itemsOf } from "../../contract/list.ts";
import { addTarget } from "../../domain/channels/add-target.ts";
import { recordTest } from "../../domain/channels/record-test.ts";
import { removeTarget } from "../../domain/channels/remove-target.ts";
import { listTargets, loadTarget } from "../../domain/channels/target-row.ts";
import { chatsFor } from "../../queue/outside-channels.ts";
import { operation } from "../operation.ts";
import { IdPath } from "../path-ids.ts";
import { newTarget, shownTarget } from "../target-address.ts";

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
    run: async ({ c, ctx, caller, params }) => {
      const { id, channel, address } = await loadTarget(ctx, "account", params.id);
      const to = await credentialsVault(c.env)
        .open(address)
        .catch(() => null);
      if (to === null) {
        const error = "The address cannot be read any more: add it again.";
        return recordTest(ctx, id, { kind: "failed", error });
      }
      const message = { to, content: testMail(caller.account.name, false), metadata: {}, thread: null };
      const [answer] = await chatsFor(c.env)[channel].send([message]);
      return recordTest(ctx, id, answer ?? { kind: "failed", error: "There was no answer." });
    },
  }),
];
