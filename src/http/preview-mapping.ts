import type { z } from "zod";
import type { MappingPreview, MappingTrial } from "../contract/integration.ts";
import { ruleFor } from "../domain/integrations/apply-rules.ts";
import { at } from "../inbound/json-object.ts";
import { translate } from "../inbound/translate.ts";
import { readPayload } from "./read-payload.ts";
import { asRefusal } from "./take-inbound.ts";

/** What a pasted body would become. @throws DomainError for a body that could not be taken, as when it is posted */
export async function previewMapping({
  kind,
  mapping,
  rules = [],
  body,
}: z.infer<typeof MappingTrial>): Promise<MappingPreview> {
  try {
    const payload = await readPayload(kind, null, new TextEncoder().encode(body));
    const { events, ignored } = translate(kind, payload, mapping ?? null);
    const decided_by = events.map((event) => {
      const rule =
        event.action === "trigger" ? ruleFor(rules, event, (pointer) => at(payload, pointer)) : null;
      return rule && rules.indexOf(rule);
    });
    return { events: events.map((event) => ({ ...event })), decided_by, ignored };
  } catch (error) {
    throw asRefusal(error);
  }
}
