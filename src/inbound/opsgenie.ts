import type { ToolAction, Translated } from "../contract/tool-event.ts";
import { keyOf, line, paragraph, word } from "./clean-text.ts";
import { invalid } from "./invalid-post.ts";
import { objectOf, payloadObject } from "./json-object.ts";
import { priorityOf } from "./priority-of.ts";
import { factLines, paragraphs, translated } from "./tool-event.ts";

/** Opsgenie's own bound of an alias. */
const ALIAS_MAX = 512;

/** Opsgenie's "create alert". @throws InvalidPost */
export function translateOpsgenie(payload: unknown): Translated {
  const alert = payloadObject(payload);
  const summary = typeof alert["message"] === "string" ? line(alert["message"], Infinity) : null;
  if (summary === null) throw invalid("/message", "must be text that says what is wrong.");
  const alias = keyOf(alert["alias"]);
  if ((alias ?? "").length > ALIAS_MAX) throw invalid("/alias", `may have at most ${ALIAS_MAX} characters.`);
  const details = objectOf(alert["details"]);
  return translated({
    dedup_key: alias,
    summary,
    details: paragraphs(
      paragraph(alert["description"]),
      paragraph(alert["note"]),
      factLines({
        Entity: alert["entity"],
        Source: alert["source"],
        Tags: Array.isArray(alert["tags"]) ? alert["tags"].map(word).filter(Boolean).join(", ") : null,
        ...details,
      }),
    ),
    priority: priorityOf(alert["priority"]),
    source: alert["source"],
    customer: details["customer"],
    device: alert["entity"],
  });
}

/** Opsgenie's "close" and "acknowledge" of an alias. @throws InvalidPost */
export function translateOpsgenieAction(alias: string, action: Exclude<ToolAction, "trigger">): Translated {
  const dedup_key = keyOf(alias);
  if (dedup_key === null || dedup_key.length > ALIAS_MAX) throw invalid("/alias", "must name the alert.");
  return translated({ action, dedup_key, summary: "" });
}
