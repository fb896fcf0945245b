import { type ToolAction, TOOL_ACTIONS, type Translated } from "../contract/tool-event.ts";
import { keyOf, line, link, paragraph, word } from "./clean-text.ts";
import { type Fault, InvalidPost } from "./invalid-post.ts";
import { type Json, objectOf, objectsOf, payloadObject } from "./json-object.ts";
import { priorityOf } from "./priority-of.ts";
import { factLines, paragraphs, translated } from "./tool-event.ts";

const SEVERITIES = new Set(["critical", "error", "warning", "info"]);

/** Events API v2, as `payload` of which clients of PagerDuty speak. @throws InvalidPost with faults in its own words */
export function translatePagerduty(payload: unknown): Translated {
  const event = payloadObject(payload);
  const faults = faultsOf(event);
  const action = TOOL_ACTIONS.find((one) => one === event["event_action"]);
  if (faults.length > 0 || !action) throw new InvalidPost(faults);
  const about = objectOf(event["payload"]);
  const custom = objectOf(about["custom_details"]);
  return translated({
    action,
    dedup_key: keyOf(event["dedup_key"]),
    summary: line(about["summary"], Infinity) ?? "",
    details: paragraphs(
      factLines({
        Source: about["source"],
        Component: about["component"],
        Group: about["group"],
        Class: about["class"],
        Time: about["timestamp"],
        Client: event["client"],
      }),
      typeof about["custom_details"] === "string" ? paragraph(about["custom_details"]) : factLines(custom),
    ),
    priority: priorityOf(about["severity"]),
    source: about["source"],
    customer: custom["customer"],
    device: about["component"] ?? about["source"],
    problem_domain: about["class"],
    links: linksOf(event),
  });
}

function linksOf(event: Json) {
  return [
    ...objectsOf(event["links"]).flatMap(({ href, text }) => link(line(text) ?? "Link", href)),
    ...objectsOf(event["images"]).flatMap(({ src, href, alt }) => link(line(alt) ?? "Image", href ?? src)),
    ...link(line(event["client"]) ?? "Client", event["client_url"]),
  ];
}

function faultsOf(event: Json): Fault[] {
  const faults: Fault[] = [];
  const must = (so: boolean, name: string, words: string) => {
    if (!so) faults.push({ pointer: `/${name.replace(".", "/")}`, detail: words.replace("%", `'${name}'`) });
  };
  const { event_action, dedup_key, payload } = event;
  const blank = (value: unknown) => typeof value !== "string" || line(value) === null;
  const action: ToolAction | undefined = TOOL_ACTIONS.find((one) => one === event_action);
  must(!blank(event_action), "event_action", "% is missing or blank");
  if (!blank(event_action)) {
    must(
      action !== undefined,
      "event_action",
      "% is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')",
    );
  }
  const keyed = keyOf(dedup_key) !== null;
  if (keyed) {
    must(typeof dedup_key === "string", "dedup_key", "% must be a string");
    must(
      (keyOf(dedup_key) ?? "").length <= 255,
      "dedup_key",
      "Length of % is incorrect (should be at most 255 characters)",
    );
  }
  if (action === "acknowledge" || action === "resolve") must(keyed, "dedup_key", "% is missing or blank");
  if (action !== "trigger") return faults;
  const about = objectOf(payload);
  must(about === payload, "payload", "% is missing or blank");
  if (about !== payload) return faults;
  must(!blank(about["summary"]), "payload.summary", "% is missing or blank");
  must(!blank(about["source"]), "payload.source", "% is missing or blank");
  must(!blank(about["severity"]), "payload.severity", "% is missing or blank");
  if (!blank(about["severity"])) {
    const words = "% is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')";
    must(SEVERITIES.has(word(about["severity"]).toLowerCase()), "payload.severity", words);
  }
  return faults;
}
