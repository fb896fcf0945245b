import type { Mapping } from "../contract/integration.ts";
import { type ToolAction, TOOL_ACTIONS, type Translated } from "../contract/tool-event.ts";
import { keyOf, line, word } from "./clean-text.ts";
import { InvalidPost, invalid } from "./invalid-post.ts";
import { at, payloadObject } from "./json-object.ts";
import { priorityOf } from "./priority-of.ts";
import { translated } from "./tool-event.ts";

const ENDED = new Set([
  "resolve",
  "resolved",
  "ok",
  "up",
  "closed",
  "close",
  "recovered",
  "recovery",
  "clear",
  "cleared",
  "normal",
  "reset",
]);
const KNOWN = new Set(["acknowledge", "acknowledged", "ack"]);

/** A tool's own JSON by the pointers of an integration; where it gives none, our own names are tried. @throws InvalidPost */
export function translateMapped(payload: unknown, mapping: Mapping): Translated {
  const post = payloadObject(payload);
  const given = (field: keyof Omit<Mapping, "priorities" | "actions">) =>
    at(post, mapping[field] ?? `/${field}`);
  const action = actionOf(given("action"), mapping);
  const dedup_key = keyOf(given("dedup_key"));
  if ((dedup_key ?? "").length > 255)
    throw invalid(mapping.dedup_key ?? "/dedup_key", "may have at most 255 characters.");
  const summary = line(given("summary"), Infinity);
  if (action === "trigger" && !summary) {
    throw new InvalidPost([
      { pointer: mapping.summary ?? "/summary", detail: "must lead to text that says what is wrong." },
    ]);
  }
  if (action !== "trigger" && !dedup_key) {
    throw invalid(mapping.dedup_key ?? "/dedup_key", `is needed to ${action}.`);
  }
  const priority = given("priority");
  return translated({
    action,
    dedup_key,
    summary: summary ?? "",
    details: given("details"),
    priority: meant(mapping.priorities, word(priority)) ?? priorityOf(priority),
    source: given("source"),
    customer: given("customer"),
    contact: given("contact"),
    device: given("device"),
    problem_domain: given("problem_domain"),
  });
}

/** What an admin says that a tool's word means; every object knows words such as `constructor`, which nobody said. */
function meant<T>(meanings: Record<string, T> | undefined, said: string): T | undefined {
  return meanings && Object.hasOwn(meanings, said) ? meanings[said] : undefined;
}

function actionOf(said: unknown, { actions }: Mapping): ToolAction {
  const text = word(said);
  const own = meant(actions, text);
  if (own) return own;
  const lower = text.toLowerCase();
  if (KNOWN.has(lower)) return "acknowledge";
  return ENDED.has(lower) ? "resolve" : (TOOL_ACTIONS.find((action) => action === lower) ?? "trigger");
}
