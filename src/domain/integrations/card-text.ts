import type { ToolEvent } from "../../contract/tool-event.ts";
import type { IntegrationRow } from "./integration-row.ts";

/** Engineers' notes hold so much (`api.md` §1). */
const NOTES = 10_000;
/** So many alerts are named in what is kept of the intake. */
const LISTED = 200;

/** What an alert says beyond its summary, as the notes of its handoff. */
export function notesOf(event: ToolEvent): string | null {
  const links = event.links.map(({ label, url }) => `${label}: ${url}`).join("\n");
  const room = NOTES - links.length - 2;
  const details = (event.details ?? "").slice(0, Math.max(room, 0)).toWellFormed();
  const text = [details, links].filter((part) => part).join("\n\n");
  return text ? text.slice(0, NOTES).toWellFormed() : null;
}

/** The normalised alert, as the session's intake. */
export function intakeOf(event: ToolEvent, { kind, name }: IntegrationRow): Record<string, unknown> {
  const { action: _, group, ...alert } = event;
  const alerts = group?.alerts.slice(0, LISTED);
  return { tool: kind, integration: name, ...alert, ...(alerts && { alerts }) };
}

/** The card that takes what comes during a storm. */
export function stormOf(event: ToolEvent, { name }: IntegrationRow): ToolEvent {
  return {
    ...event,
    dedup_key: null,
    summary: `Many alerts at once from ${name}`.slice(0, 500),
    details:
      "More new alerts came within a minute than cards of their own would help with. They are counted on this card and listed below it; when all of them are resolved, so is the card.",
    source: name,
    customer: null,
    contact: null,
    device: null,
    problem_domain: null,
    links: [],
    group: null,
  };
}
