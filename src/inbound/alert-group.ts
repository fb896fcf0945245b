import type { Priority } from "../contract/handoff-lifecycle.ts";
import { PRIORITIES } from "../contract/handoff-lifecycle.ts";
import type { ToolEvent, Translated } from "../contract/tool-event.ts";
import { SUMMARY_MAX, keyOf, line, link, paragraph } from "./clean-text.ts";
import { invalid } from "./invalid-post.ts";
import { type Json, numberOf, objectOf, objectsOf } from "./json-object.ts";
import { priorityOf } from "./priority-of.ts";
import { type Found, factLines, ignored, paragraphs, toolEvent } from "./tool-event.ts";

/** Alerts of one post that are no group may be so many. */
const MOST_ALONE = 30;
/** A group's key holds all its labels. */
const LONGEST_KEY = 4_000;

/** What Alertmanager and Grafana have in common: a group with its labels and alerts; `words` are the tool's own about it. */
export function translateGroup(post: Json, words: Partial<Found>): Translated {
  const alerts = objectsOf(post["alerts"]);
  if (!Array.isArray(post["alerts"])) throw invalid("/alerts", "must be a list of alerts.");
  const status = post["status"];
  if (status !== "firing" && status !== "resolved") throw invalid("/status", "must be firing or resolved.");
  if (alerts.length === 0) return ignored("The post lists no alert.");
  const groupKey = keyOf(post["groupKey"]);
  if (groupKey && groupKey.length > LONGEST_KEY)
    throw invalid("/groupKey", `may have at most ${LONGEST_KEY} characters.`);
  if (groupKey) return { events: [groupEvent(post, groupKey, alerts, words)], ignored: null };
  if (alerts.length > MOST_ALONE)
    throw invalid("/alerts", `may list at most ${MOST_ALONE} without a groupKey.`);
  // The last word about each counts.
  const single = new Map(alerts.map((alert) => [fingerprintOf(alert), singleEvent(alert)]));
  return { events: [...single.values()], ignored: null };
}

function groupEvent(post: Json, dedup_key: string, alerts: Json[], words: Partial<Found>): ToolEvent {
  const shared = { ...objectOf(post["groupLabels"]), ...objectOf(post["commonLabels"]) };
  const notes = objectOf(post["commonAnnotations"]);
  const firing = alerts.filter(isFiring);
  const [first = {}] = firing.length > 0 ? firing : alerts;
  const listed = alerts
    .map((alert) => `${isFiring(alert) ? "Firing" : "Resolved"}: ${summaryOf(alert)}`)
    .join("\n");
  const grouped = alerts.map((alert) => ({
    key: fingerprintOf(alert),
    summary: summaryOf(alert),
    firing: isFiring(alert),
  }));
  return toolEvent({
    action: firing.length > 0 || post["status"] === "firing" ? "trigger" : "resolve",
    dedup_key,
    // Without a count: the card counts, and alerts may join later.
    summary: line(notes["summary"]) ?? line(shared["alertname"]) ?? summaryOf(first),
    details: paragraphs(paragraph(notes["description"] ?? notes["message"]), listed, factLines(shared)),
    priority: highest(firing.length > 0 ? firing : alerts),
    ...placeOf({ ...objectOf(first["labels"]), ...shared }),
    links: [...link("Alertmanager", post["externalURL"]), ...linksOf(first)],
    group: {
      alerts: [...new Map(grouped.map((one) => [one.key, one])).values()],
      complete: !(numberOf(post["truncatedAlerts"]) > 0),
    },
    ...words,
  });
}

function singleEvent(alert: Json): ToolEvent {
  const labels = objectOf(alert["labels"]);
  const notes = objectOf(alert["annotations"]);
  return toolEvent({
    action: isFiring(alert) ? "trigger" : "resolve",
    dedup_key: fingerprintOf(alert),
    summary: summaryOf(alert),
    details: paragraphs(paragraph(notes["description"] ?? notes["message"]), factLines(labels)),
    priority: priorityOf(labels["severity"]),
    ...placeOf(labels),
    links: linksOf(alert),
  });
}

function isFiring(alert: Json): boolean {
  return alert["status"] !== "resolved";
}

function summaryOf(alert: Json): string {
  const labels = objectOf(alert["labels"]);
  const name = line(objectOf(alert["annotations"])["summary"], SUMMARY_MAX) ?? line(labels["alertname"]);
  return name ?? "An alert without a name";
}

/** The tool's own mark of an alert, else what it is made of: its labels. */
function fingerprintOf(alert: Json): string {
  const labels = Object.entries(objectOf(alert["labels"])).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return (keyOf(alert["fingerprint"]) ?? keyOf(JSON.stringify(labels)) ?? "").slice(0, LONGEST_KEY);
}

function highest(alerts: Json[]): Priority | null {
  const priorities = new Set(alerts.map(({ labels }) => priorityOf(objectOf(labels)["severity"])));
  return PRIORITIES.findLast((priority) => priorities.has(priority)) ?? null;
}

function placeOf(labels: Json) {
  return {
    source: labels["job"] ?? labels["cluster"],
    customer: labels["customer"] ?? labels["client"] ?? labels["tenant"],
    device: labels["instance"] ?? labels["host"] ?? labels["hostname"] ?? labels["node"],
    problem_domain: labels["service"] ?? labels["job"],
  };
}

function linksOf(alert: Json) {
  return [
    ...link("Source", alert["generatorURL"]),
    ...link("Runbook", objectOf(alert["annotations"])["runbook_url"]),
    ...link("Dashboard", alert["dashboardURL"]),
    ...link("Panel", alert["panelURL"]),
    ...link("Silence", alert["silenceURL"]),
  ];
}
