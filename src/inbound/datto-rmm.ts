import type { Translated } from "../contract/tool-event.ts";
import { keyOf, line, word } from "./clean-text.ts";
import { invalid } from "./invalid-post.ts";
import { type Json, payloadObject } from "./json-object.ts";
import { priorityOf } from "./priority-of.ts";
import { factLines, translated } from "./tool-event.ts";

/** What Datto RMM leaves standing where it has no value. */
const UNFILLED = /^\[[a-z_]+\]$/;

/** The template that the README offers for Datto RMM's webhook, with its variables filled in. @throws InvalidPost */
export function translateDattoRmm(payload: unknown): Translated {
  const post = filled(payloadObject(payload));
  const key = keyOf(post["alert_uid"]);
  if (key === null) throw invalid("/alert_uid", "must be the alert's uid.");
  const summary = line(post["alert_message"] ?? post["alert_message_en"], Infinity);
  const ended = /^(resolved|closed|ok)$/i.test(word(post["status"]));
  if (summary === null && !ended) throw invalid("/alert_message", "must be text that says what is wrong.");
  return translated({
    action: ended ? "resolve" : "trigger",
    dedup_key: key.slice(0, 255),
    summary: summary ?? "",
    details: factLines({
      Category: post["alert_category"],
      Kind: post["alert_type"],
      Device: post["device_hostname"],
      "IP address": post["device_ip"],
      "Operating system": post["device_os"],
      "Last user": post["lastuser"],
      Site: post["site_name"],
    }),
    priority: priorityOf(post["alert_priority"]),
    source: "Datto RMM",
    customer: post["site_name"],
    contact: post["lastuser"],
    device: post["device_hostname"],
    problem_domain: post["alert_category"],
  });
}

function filled(post: Json): Json {
  const isFilled = (value: unknown) =>
    typeof value !== "string" || (value.trim() !== "" && !UNFILLED.test(value.trim()));
  return Object.fromEntries(Object.entries(post).filter(([, value]) => isFilled(value)));
}

const NAMED = /^[\s{,]{0,20}"?([a-z_]{2,40})"?\s{0,5}:(.*)$/i;

/**
 * A body that is no JSON because a message with quotes or line ends was put into the template, or that never was any:
 * lines of `name: value`. A line that names nothing belongs to the value before it.
 */
export function readDattoText(text: string): Json | null {
  const values = new Map<string, string>();
  let last: string | null = null;
  for (const read of text.split("\n")) {
    const [, name, value = ""] = NAMED.exec(read) ?? [];
    if (name) values.set((last = name.toLowerCase()), value);
    else if (last !== null) values.set(last, `${values.get(last)}\n${read}`);
  }
  return values.size === 0
    ? null
    : Object.fromEntries([...values].map(([name, value]) => [name, bare(value)]));
}

/** Without the quotes, commas and brackets of the template around it. */
function bare(value: string): string {
  const text = value.trim().replace(/[\s,}]{1,20}$/, "");
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}
