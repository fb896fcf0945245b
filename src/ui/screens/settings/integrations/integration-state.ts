import type { Integration } from "../../../../contract/integration.ts";

/** How an integration stands, in a word. */
export type IntegrationState = "off" | "silent" | "limited" | "refused" | "works" | "waiting";

export function integrationState(
  integration: Pick<Integration, "active" | "heartbeat_minutes" | "heartbeat_due_at" | "last_post">,
): IntegrationState {
  if (!integration.active) return "off";
  if (isSilent(integration)) return "silent";
  const outcome = integration.last_post?.outcome;
  if (outcome === undefined) return "waiting";
  return outcome === "limited" || outcome === "refused" ? outcome : "works";
}

/** Whether its sign of life stays away: after it was escalated, none is due until it comes. */
export function isSilent({
  active,
  heartbeat_minutes,
  heartbeat_due_at,
}: Pick<Integration, "active" | "heartbeat_minutes" | "heartbeat_due_at">): boolean {
  return active && heartbeat_minutes !== null && heartbeat_due_at === null;
}
