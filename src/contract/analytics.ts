import { z } from "zod";
import { TimeZone } from "./escalation-policy.ts";
import { PRIORITIES } from "./handoff-lifecycle.ts";
import { Id } from "./id.ts";
import { Instant, InstantInput } from "./instant.ts";

/** A longer range is refused. */
export const NUMBERS_DAYS_MAX = 400;
/** How far back the numbers reach where nobody says from when. */
export const NUMBERS_DAYS_DEFAULT = 30;

/** Which escalations are counted: those made in `[from, to)`, of one team or of all. `tz` says what a day and an hour are. */
export const NumbersQuery = z.object({
  from: InstantInput.optional(),
  to: InstantInput.optional(),
  team_id: z.union([z.literal("all"), Id]).optional(),
  tz: TimeZone.default("UTC"),
});
export type NumbersQuery = z.infer<typeof NumbersQuery>;

const count = z.int().min(0);
const seconds = z.number().min(0).nullable();
const share = z.number().min(0).max(1).nullable();

/**
 * `GET /analytics/escalations`. Everything is about the escalations made in the range: `claimed` are those that were
 * picked up at least once, the other states are those in which they stand now. Percentiles are nearest-rank, in
 * seconds, and null where there is nothing to rank.
 */
export const EscalationNumbers = z
  .object({
    from: Instant,
    to: Instant,
    created: count,
    claimed: count,
    open: count,
    returned: count,
    withdrawn: count,
    superseded: count,
    resolved: count,
    time_to_claim_seconds: z.object({
      p50: seconds,
      p90: seconds,
      p99: seconds,
      max: seconds,
      still_waiting: count,
    }),
    time_to_first_action_seconds: z.object({ p50: seconds, p90: seconds }),
    read_back_rate: share,
    by_day: z.array(z.object({ date: z.iso.date(), created: count, claimed: count, p50: seconds })),
    by_hour: z.array(z.object({ hour: z.int().min(0).max(23), created: count, p50: seconds })).length(24),
    by_priority: z.array(
      z.object({ priority: z.enum(PRIORITIES), created: count, p50: seconds, p90: seconds }),
    ),
    by_domain: z.array(z.object({ domain: z.string().nullable(), created: count, p50: seconds })),
    /** For owners and admins alone. */
    by_member: z
      .array(z.object({ user_id: Id, name: z.string(), handed_off: count, claimed: count, p50: seconds }))
      .optional(),
  })
  .meta({ id: "EscalationNumbers" });
export type EscalationNumbers = z.infer<typeof EscalationNumbers>;
