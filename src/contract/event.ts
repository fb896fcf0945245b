import { z } from "zod";
import { Id } from "./id.ts";
import { Instant } from "./instant.ts";
import { HANDOFF_INTENTS, PRIORITIES } from "./handoff-lifecycle.ts";
import { Person } from "./person.ts";
import { CHANNELS, DELIVERY_STATUSES } from "./delivery.ts";

/** Who did it: a member, an integration (an API key or a tool), or Baton itself. */
export const EventActor = z.object({
  kind: z.enum(["member", "integration", "system"]),
  id: Id.nullable(),
  name: z.string(),
});
export type EventActor = z.infer<typeof EventActor>;

const base = {
  seq: z.int(),
  handoff_id: Id.nullable(),
  session_id: Id,
  team_id: Id.nullable(),
  version: z.int().nullable(),
  status: z.string().nullable(),
  actor: EventActor,
  created_at: Instant,
};
const card = {
  intent: z.enum(HANDOFF_INTENTS),
  priority: z.enum(PRIORITIES),
  engineer_notes: z.string(),
  problem_summary: z.string().nullable(),
  problem_domain: z.string().nullable(),
  customer: z.string().nullable(),
  device: z.string().nullable(),
  handed_off_by: Person.nullable(),
};
const event = <T extends string, D extends z.ZodRawShape>(type: T, details: D) =>
  z.object({ type: z.literal(type), ...base, ...details });

/** A fact of the account's log as the stream, the timeline and the page see it. */
export const LoggedEvent = z
  .discriminatedUnion("type", [
    event("handoff_created", card),
    event("handoff_parked", card),
    event("handoff_claimed", { claimed_by: Person, claimed_at: Instant, read_back: z.string().nullable() }),
    event("handoff_released", { reason: z.string() }),
    event("handoff_reassigned", { reason: z.string(), claimed_by: Person, claimed_at: Instant }),
    event("handoff_returned", { reason: z.string() }),
    event("handoff_withdrawn", { reason: z.string().nullable() }),
    event("handoff_superseded", { superseded_by: Id }),
    event("handoff_resolved", { resolution: z.string() }),
    event("handoff_updated", { changed: z.array(z.string()) }).loose(),
    event("handoff_reminded", { recipients: z.array(Person) }),
    event("handoff_widened", { recipients: z.array(Person) }),
    event("delivery_changed", {
      deliveries: z.array(
        z.object({
          id: Id,
          channel: z.enum(CHANNELS),
          recipient_id: Id.nullable(),
          status: z.enum(DELIVERY_STATUSES),
        }),
      ),
    }),
    event("session_resolved", { resolution: z.string() }),
  ])
  .meta({ id: "LoggedEvent" });
export type LoggedEvent = z.infer<typeof LoggedEvent>;
export type LoggedEventType = LoggedEvent["type"];

/** What a fact says beyond the fields every logged event has. */
export type EventDetails<T extends LoggedEventType> = Omit<
  Extract<LoggedEvent, { type: T }>,
  keyof typeof base | "type"
>;

/** The first event of every stream. */
export interface Ready {
  account_id: string;
  position: string;
  resumed_from: string | null;
  connection_id: string;
  expires_at: string;
  server_time: string;
}

/** Why a resume point could not be honoured; the client reloads its lists and goes on from `position`. */
export interface Reset {
  reason: "epoch" | "too_old" | "unknown_position" | "too_far";
  position: string;
}
