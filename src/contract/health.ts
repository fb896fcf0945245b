import { z } from "zod";
import { Id } from "./id.ts";
import { Instant } from "./instant.ts";

/** What the auditor looks for, every minute in every active account (`product.md` B11). */
export const FINDING_CODES = [
  "unowned_escalation",
  "stuck_delivery",
  "failed_delivery",
  "log_hole",
  "bus_behind",
  "session_mismatch",
  "nobody_to_tell",
  "nobody_reached",
  "unreachable_member",
  "broken_channel",
  "failing_webhook",
  "psa_connection_broken",
  "stuck_psa_note",
  "failed_psa_note",
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** `GET /account/health`. */
export const AccountHealth = z
  .object({
    ok: z.boolean(),
    checked_at: Instant.nullable(),
    findings: z.array(
      z.object({
        code: z.enum(FINDING_CODES),
        handoff_id: Id.nullable(),
        detail: z.string(),
        since: Instant,
      }),
    ),
  })
  .meta({ id: "AccountHealth" });
export type AccountHealth = z.infer<typeof AccountHealth>;
