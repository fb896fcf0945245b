import { PRIORITIES } from "../contract/handoff-lifecycle.ts";
import type { Translated } from "../contract/tool-event.ts";
import { keyOf, line, link } from "./clean-text.ts";
import { type Fault, InvalidPost } from "./invalid-post.ts";
import { type Json, payloadObject } from "./json-object.ts";
import { translated } from "./tool-event.ts";

const TEXTS = ["details", "source", "customer", "contact", "device"] as const;

/** Our own form (`api.md` §8). @throws InvalidPost */
export function translateGeneric(payload: unknown): Translated {
  const post = payloadObject(payload);
  const action = post["action"] ?? "trigger";
  const faults = faultsOf(post);
  const [first] = faults;
  if (first || (action !== "trigger" && action !== "resolve")) throw new InvalidPost(faults);
  const links = Array.isArray(post["links"]) ? post["links"] : [];
  return translated({
    action,
    dedup_key: keyOf(post["dedup_key"]),
    summary: line(post["summary"], Infinity) ?? "",
    details: post["details"],
    priority: PRIORITIES.find((priority) => priority === post["priority"]) ?? null,
    source: post["source"],
    customer: post["customer"],
    contact: post["contact"],
    device: post["device"],
    links: links.flatMap((url) => link("Link", url)),
  });
}

function faultsOf(post: Json): Fault[] {
  const faults: Fault[] = [];
  const must = (so: boolean, pointer: string, detail: string) => {
    if (!so) faults.push({ pointer, detail });
  };
  const { summary, action = "trigger", dedup_key = null, priority = null, links = null } = post;
  const known = action === "trigger" || action === "resolve";
  must(known, "/action", "must be trigger or resolve.");
  const key = keyOf(dedup_key);
  must(
    dedup_key === null || typeof dedup_key === "string" || typeof dedup_key === "number",
    "/dedup_key",
    "must be text.",
  );
  must((key ?? "").length <= 255, "/dedup_key", "may have at most 255 characters.");
  if (action === "resolve") {
    must(key !== null, "/dedup_key", "is needed to resolve.");
    return faults;
  }
  must(
    typeof summary === "string" && line(summary) !== null,
    "/summary",
    "must be text that says what is wrong.",
  );
  must(
    priority === null || PRIORITIES.some((one) => one === priority),
    "/priority",
    `must be one of ${PRIORITIES.join(", ")}.`,
  );
  for (const field of TEXTS) {
    const value = post[field] ?? null;
    must(value === null || typeof value === "string", `/${field}`, "must be text.");
  }
  must(
    links === null || (Array.isArray(links) && links.every((url) => typeof url === "string")),
    "/links",
    "must be a list of addresses.",
  );
  return faults;
}
