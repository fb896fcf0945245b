import type { Translated } from "../contract/tool-event.ts";
import { translateGroup } from "./alert-group.ts";
import { line, link } from "./clean-text.ts";
import { objectOf, payloadObject } from "./json-object.ts";

const COUNT = /^\[(FIRING|RESOLVED)[^\]]*\]\s*/;

/** Grafana's alerting webhook: Alertmanager's, with a title of its own. @throws InvalidPost */
export function translateGrafana(payload: unknown): Translated {
  const post = payloadObject(payload);
  // Its own title is made for chats, `[FIRING:1] name (labels)`; what the rule's author wrote says more, and a count
  // is untrue as soon as alerts join or end.
  const told = objectOf(post["commonAnnotations"])["summary"] ?? objectOf(post["commonLabels"])["alertname"];
  const title = line(told) === null ? line(post["title"])?.replace(COUNT, "") || null : null;
  const translated = translateGroup(post, title === null ? {} : { summary: title });
  for (const event of translated.events) {
    event.links = event.links.map((one) =>
      one.label === "Alertmanager" ? { ...one, label: "Grafana" } : one,
    );
    if (event.links.length === 0) event.links = link("Grafana", post["externalURL"]);
  }
  return translated;
}
