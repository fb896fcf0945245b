import type { ToolEvent, Translated } from "../contract/tool-event.ts";
import { SUMMARY_MAX, line, paragraph } from "./clean-text.ts";

/** What a translator has found, before it is cut to what our fields hold. */
export interface Found
  extends Partial<Omit<ToolEvent, "summary" | "details" | Short>>, Partial<Record<Short, unknown>> {
  summary: string;
  details?: unknown;
}
type Short = "source" | "customer" | "contact" | "device" | "problem_domain";

/** A whole event; a summary that had to be cut stands whole at the beginning of the details. */
export function toolEvent(found: Found): ToolEvent {
  const { action = "trigger", dedup_key = null, priority = null, links = [], group = null } = found;
  const whole = line(found.summary, Infinity) ?? "";
  const details = whole.length > SUMMARY_MAX ? [whole, found.details ?? ""].join("\n\n") : found.details;
  return {
    action,
    dedup_key,
    summary: line(whole, SUMMARY_MAX) ?? "",
    details: paragraph(details),
    priority,
    source: line(found.source),
    customer: line(found.customer),
    contact: line(found.contact),
    device: line(found.device),
    problem_domain: line(found.problem_domain),
    links: links.slice(0, 20),
    group,
  };
}

export function translated(...found: Found[]): Translated {
  return { events: found.map(toolEvent), ignored: null };
}

/** A payload that is understood and asks for nothing. */
export function ignored(reason: string): Translated {
  return { events: [], ignored: reason };
}

/** `name: value` a line, of what has a value. */
export function factLines(facts: Record<string, unknown>): string {
  return Object.entries(facts)
    .map(([name, value]) => [name, line(value, 1_000)])
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}

/** Paragraphs with an empty line between; null where there is nothing to say. */
export function paragraphs(...parts: (string | null)[]): string | null {
  return parts.filter((part) => part).join("\n\n") || null;
}
