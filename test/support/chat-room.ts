import { credentialsVault } from "../../src/queue/credentials-vault.ts";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import type { TargetChannel } from "../../src/contract/channel-target.ts";
import type { Channel } from "../../src/contract/delivery.ts";
import type { Row } from "../../src/db/client.ts";
import { addTarget } from "../../src/domain/channels/add-target.ts";
import type { Owner } from "../../src/domain/channels/target-row.ts";
import type { HandoffKey } from "../../src/domain/handoffs/handoff-row.ts";
import { setNotificationSettings } from "../../src/domain/members/notification-settings.ts";
import { chatsFor } from "../../src/queue/outside-channels.ts";
import { type TestMember } from "./factories.ts";
import { type MailRoom, makeMailRoom } from "./mail-room.ts";
import { type Receiver, makeReceiver, testOutside } from "./receiver.ts";
import { envWith } from "./worker-with.ts";

/** A mail room in which chats and browsers can be told, too. */
export interface ChatRoom extends MailRoom {
  /** The pauses that chats were given, ms. */
  pauses: number[];
  /** Adds a chat or browser of the account, or of a member who then chooses these channels. */
  add(given: {
    owner?: TestMember;
    channel: TargetChannel;
    name?: string;
    choose?: Channel[];
    address?: (receiver: Receiver) => string;
  }): Promise<{ id: string; receiver: Receiver }>;
  /** What the ledger says of a handoff: how, to whom, of what, and what became of it. */
  told(handoffId: string): Promise<Row[]>;
  targets(): Promise<Row[]>;
}

export async function makeChatRoom(colleagues?: readonly string[], vars: object = {}): Promise<ChatRoom> {
  const room = await makeMailRoom(colleagues);
  const { account, engineer } = room.desk;
  const pauses: number[] = [];
  const outside = testOutside();
  const pause = async (ms: number) => void pauses.push(ms);
  room.deps.env = { ...room.deps.env, ...vars };
  room.deps.chats = chatsFor(envWith(vars), outside, pause);
  return {
    ...room,
    pauses,
    async add({ owner, channel, name = "Chat", choose, address = (receiver) => receiver.url() }) {
      const receiver = makeReceiver();
      const ctx = account.as(owner ?? engineer, room.clock.now);
      const whose: Owner = owner ? "me" : "account";
      const plain = address(receiver);
      const sealed = await credentialsVault(env).seal(plain);
      const target = { channel, name, sealed, shown: "…", identity: plain };
      const { id } = await addTarget(ctx, whose, target);
      if (owner) await setNotificationSettings(ctx, { channels: choose ?? [channel], quiet_hours: null });
      return { id, receiver };
    },
    told: (handoffId) =>
      account.db.all(sql`SELECT channel, kind, recipient, status, attempts, last_error FROM deliveries
        WHERE handoff_id = ${handoffId} ORDER BY kind, channel, recipient`),
    targets: () =>
      account.db.all(sql`SELECT name, broken_since, last_error FROM channel_targets
        WHERE account_id = ${account.id} ORDER BY name`),
  };
}

export function keyOf({ handoff }: { handoff: { id: string; session_id: string } }): HandoffKey {
  return { session_id: handoff.session_id, handoff_id: handoff.id };
}
