import type { Priority } from "./handoff-lifecycle.ts";

/** What a tool wants: that somebody sees to it, that it is known there, that it is over. */
export const TOOL_ACTIONS = ["trigger", "acknowledge", "resolve"] as const;
export type ToolAction = (typeof TOOL_ACTIONS)[number];

/** One of the alerts that a tool sends as a group. */
export interface GroupedAlert {
  key: string;
  summary: string;
  firing: boolean;
}

/** Several alerts that are one card; `complete`: the list names all that there are. */
export interface AlertGroup {
  alerts: GroupedAlert[];
  complete: boolean;
}

/** A tool's post in our words: one escalation, whatever tool it came from. */
export interface ToolEvent {
  action: ToolAction;
  /** What the tool calls it, so that it is counted and resolved; null: it can never be named again. */
  dedup_key: string | null;
  summary: string;
  details: string | null;
  /** Null: the integration's default. */
  priority: Priority | null;
  source: string | null;
  customer: string | null;
  contact: string | null;
  device: string | null;
  problem_domain: string | null;
  links: { label: string; url: string }[];
  group: AlertGroup | null;
}

/** What a translator makes of a payload: escalation posts, or words about why there are none. */
export interface Translated {
  events: ToolEvent[];
  ignored: string | null;
}
