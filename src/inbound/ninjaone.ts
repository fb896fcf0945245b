import type { Priority } from "../contract/handoff-lifecycle.ts";
import type { ToolAction, Translated } from "../contract/tool-event.ts";
import { keyOf, line, paragraph, word } from "./clean-text.ts";
import { invalid } from "./invalid-post.ts";
import { objectOf, payloadObject } from "./json-object.ts";
import { factLines, paragraphs, translated } from "./tool-event.ts";

/** NinjaOne's severities, which are words of its own. */
const PRIORITY: Record<string, Priority> = {
  CRITICAL: "critical",
  MAJOR: "high",
  MODERATE: "normal",
  MINOR: "low",
  NONE: "low",
};

/** An activity of NinjaOne's webhook. @throws InvalidPost */
export function translateNinjaone(payload: unknown): Translated {
  const activity = payloadObject(payload);
  const key = keyOf(activity["seriesUid"]) ?? keyOf(activity["id"]);
  if (key === null) throw invalid("/seriesUid", "must say which series of activities it is.");
  const summary = line(activity["subject"], Infinity) ?? line(activity["message"], Infinity);
  const action = actionOf(activity["statusCode"]);
  if (summary === null && action === "trigger")
    throw invalid("/message", "must be text that says what is wrong.");
  const device = objectOf(activity["device"]);
  const customer = objectOf(device["organization"])["name"] ?? objectOf(activity["organization"])["name"];
  return translated({
    action,
    dedup_key: key.slice(0, 255),
    summary: summary ?? "",
    details: paragraphs(
      paragraph(activity["message"]),
      factLines({
        Activity: activity["activityType"],
        Status: activity["statusCode"],
        Source: activity["sourceName"],
        Time: timeOf(activity["activityTime"]),
      }),
    ),
    priority: PRIORITY[word(activity["severity"]).toUpperCase()] ?? null,
    source: activity["sourceName"],
    customer: customer ?? activity["organizationName"],
    device: device["displayName"] ?? device["systemName"] ?? device["dnsName"] ?? activity["deviceId"],
    problem_domain: activity["activityType"],
  });
}

function actionOf(status: unknown): ToolAction {
  const code = word(status).toUpperCase();
  if (/^RESET|_RESET$|RESOLVED|CLEARED/.test(code)) return "resolve";
  return code.includes("ACKNOWLEDGED") ? "acknowledge" : "trigger";
}

/** Seconds since 1970, with a fraction; other notations stay as they are. */
function timeOf(value: unknown): unknown {
  if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) > 8e12) return value;
  return new Date(value * (Math.abs(value) < 1e11 ? 1000 : 1)).toISOString();
}
