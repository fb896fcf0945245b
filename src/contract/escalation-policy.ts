import { z } from "zod";
import { DELIVERY_KINDS } from "./delivery.ts";
import { Id } from "./id.ts";
import { Instant, InstantInput } from "./instant.ts";
import { PRIORITIES } from "./handoff-lifecycle.ts";

/** A time zone by its IANA name, such as `Europe/Berlin`. */
export const TimeZone = z.string().min(1).max(100).refine(isTimeZone, { message: "Unknown time zone." });

/** A time of day, `HH:MM`, on a 24-hour clock. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { message: "Not a time HH:MM." });

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** When the account works. `end` before `start` is the next morning. */
export const WorkingHours = z.strictObject({
  tz: TimeZone,
  days: z.array(z.enum(WEEKDAYS)).min(1).max(7),
  start: TimeOfDay,
  end: TimeOfDay,
});
export type WorkingHours = z.infer<typeof WorkingHours>;

/** When people want quiet: only what has at least this priority is told at once, the rest when it is over. */
export const QuietHours = z.strictObject({
  start: TimeOfDay,
  end: TimeOfDay,
  min_priority: z.enum(PRIORITIES),
});
export type QuietHours = z.infer<typeof QuietHours>;

const minutes = z
  .int()
  .min(1)
  .max(7 * 24 * 60);

/** What happens while nobody picks an escalation up, and while its holder does nothing (`api.md` §7). */
export const EscalationPolicy = z
  .strictObject({
    first_notify: z.enum(["account", "team"]).default("account"),
    remind_after_minutes: z.array(minutes).max(10).default([5, 15]),
    widen_after_minutes: minutes.default(15),
    fallback_user_id: Id.nullable().default(null),
    repeat_every_minutes: minutes.default(30),
    claim_lease_minutes: minutes.nullable().default(30),
    working_hours: WorkingHours.nullable().default(null),
    quiet_hours: QuietHours.nullable().default(null),
  })
  .meta({ id: "EscalationPolicy" });
export type EscalationPolicy = z.infer<typeof EscalationPolicy>;

/** The policy of an account that has chosen none. */
export const DEFAULT_POLICY: EscalationPolicy = {
  first_notify: "account",
  remind_after_minutes: [5, 15],
  widen_after_minutes: 15,
  fallback_user_id: null,
  repeat_every_minutes: 30,
  claim_lease_minutes: 30,
  working_hours: null,
  quiet_hours: null,
};

/** `POST /account/escalation-policy/preview`. */
export const PolicyPreviewRequest = z
  .strictObject({
    policy: EscalationPolicy.optional(),
    priority: z.enum(PRIORITIES),
    team_id: Id.nullable().optional(),
    at: InstantInput.optional(),
  })
  .meta({ id: "PolicyPreviewRequest" });
export type PolicyPreviewRequest = z.infer<typeof PolicyPreviewRequest>;

/** Who would be told, when, on which channel; a chat of the whole account is nobody's (`user_id` null). */
export const PolicyPreview = z
  .object({
    steps: z.array(
      z.object({
        at: Instant,
        kind: z.enum(DELIVERY_KINDS),
        recipients: z.array(z.object({ user_id: Id.nullable(), name: z.string(), channel: z.string() })),
      }),
    ),
  })
  .meta({ id: "PolicyPreview" });
export type PolicyPreview = z.infer<typeof PolicyPreview>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).format(0) !== "";
  } catch {
    return false;
  }
}
