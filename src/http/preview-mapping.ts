import type { z } from "zod";
import type { MappingPreview, MappingTrial } from "../contract/integration.ts";
import { translate } from "../inbound/translate.ts";
import { readPayload } from "./read-payload.ts";
import { asRefusal } from "./take-inbound.ts";

/** What a pasted body would become. @throws DomainError for a body that could not be taken, as when it is posted */
export async function previewMapping({
  kind,
  mapping,
  body,
}: z.infer<typeof MappingTrial>): Promise<z.infer<typeof MappingPreview>> {
  try {
    const payload = await readPayload(kind, null, new TextEncoder().encode(body));
    const { events, ignored } = translate(kind, payload, mapping ?? null);
    return { events: events.map((event) => ({ ...event })), ignored };
  } catch (error) {
    throw asRefusal(error);
  }
}
