import { z } from "zod";
import { CHANNELS } from "./delivery.ts";
import { QuietHours, TimeZone } from "./escalation-policy.ts";

/** How a member wants to be told (`api.md` §7). */
export const NotificationSettings = z
  .strictObject({
    channels: z.array(z.enum(CHANNELS)).min(1).max(CHANNELS.length),
    quiet_hours: QuietHours.extend({ tz: TimeZone }).nullable().default(null),
  })
  .meta({ id: "NotificationSettings" });
export type NotificationSettings = z.infer<typeof NotificationSettings>;

/** Mail, at any hour: what a member gets who has chosen nothing. */
export const DEFAULT_NOTIFICATIONS: NotificationSettings = { channels: ["email"], quiet_hours: null };
