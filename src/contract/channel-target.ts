import { z } from "zod";
import { Id } from "./id.ts";
import { Instant } from "./instant.ts";

/** The channels that need an address of their own beside a person's mail. */
export const TARGET_CHANNELS = ["slack", "teams", "web_push"] as const;
export type TargetChannel = (typeof TARGET_CHANNELS)[number];

const name = z.string().trim().min(1).max(100);
const url = z.string().trim().min(1).max(2_000);
const chat = z.strictObject({ channel: z.enum(["slack", "teams"]), name, url });

/** A chat of the whole account. */
export const NewAccountChannel = chat.meta({ id: "NewAccountChannel" });
export type NewAccountChannel = z.infer<typeof NewAccountChannel>;

/** What a browser's `PushSubscription.toJSON()` says, as far as it is needed. */
export const PushSubscription = z.object({
  endpoint: url,
  keys: z.object({
    p256dh: z.string().regex(/^[\w-]{87}=?$/, "No P-256 public key."),
    auth: z.string().regex(/^[\w-]{22}(==)?$/, "No 16 bytes."),
  }),
});
export type PushSubscription = z.infer<typeof PushSubscription>;

/** A person's own chat, or the browser that they are looking through. */
export const NewOwnChannel = z
  .discriminatedUnion("channel", [
    chat,
    z.strictObject({ channel: z.literal("web_push"), name, subscription: PushSubscription }),
  ])
  .meta({ id: "NewOwnChannel" });
export type NewOwnChannel = z.infer<typeof NewOwnChannel>;

/** A chat or browser as lists show it: of its address, which is a secret, no more than where it leads and how it ends. */
export const ChannelTarget = z
  .object({
    id: Id,
    channel: z.enum(TARGET_CHANNELS),
    name: z.string(),
    address: z.string(),
    /** Since when it takes nothing any more; null while it works. */
    broken_since: Instant.nullable(),
    last_error: z.string().nullable(),
    created_at: Instant,
  })
  .meta({ id: "ChannelTarget" });
export type ChannelTarget = z.infer<typeof ChannelTarget>;

/** What came of a test. */
export const ChannelTest = z.object({ ok: z.boolean(), detail: z.string() }).meta({ id: "ChannelTest" });
export type ChannelTest = z.infer<typeof ChannelTest>;

/** What a page needs to subscribe a browser; null where the service has no keys for it. */
export const WebPushKey = z.object({ public_key: z.string().nullable() }).meta({ id: "WebPushKey" });
export type WebPushKey = z.infer<typeof WebPushKey>;
