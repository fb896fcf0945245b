import type { InferSelectModel } from "drizzle-orm";
import type { LoggedEvent } from "../../contract/event.ts";
import type { account_events } from "../../db/schema.ts";
import { iso } from "../../platform/iso.ts";

/** A row of the log as the stream and the timeline show it. */
export function presentEvent(row: InferSelectModel<typeof account_events>): LoggedEvent {
  // `details` was written by recordEvents, whose type ties it to the event's type.
  return {
    type: row.type,
    seq: row.seq,
    handoff_id: row.handoff_id,
    session_id: row.session_id,
    team_id: row.team_id,
    version: row.version,
    status: row.status,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    created_at: iso(row.created_at),
    ...row.details,
  } as LoggedEvent;
}
