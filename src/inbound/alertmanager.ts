import type { Translated } from "../contract/tool-event.ts";
import { translateGroup } from "./alert-group.ts";
import { payloadObject } from "./json-object.ts";

/** Alertmanager's webhook, version 4. @throws InvalidPost */
export function translateAlertmanager(payload: unknown): Translated {
  return translateGroup(payloadObject(payload), {});
}
