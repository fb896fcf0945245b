import type { IntegrationKind, Mapping } from "../contract/integration.ts";
import type { Translated } from "../contract/tool-event.ts";
import { translateOpsgenieAction } from "../inbound/opsgenie.ts";
import { translate } from "../inbound/translate.ts";

/** The ends of the addresses that tools post to, and whose payload each takes. */
export const TOOL_ADDRESSES = {
  alertmanager: "alertmanager",
  grafana: "grafana",
  "uptime-kuma": "uptime_kuma",
  ninjaone: "ninjaone",
  "datto-rmm": "datto_rmm",
  "opsgenie/v2/alerts": "opsgenie",
} as const satisfies Record<string, IntegrationKind>;

export const OWN_ADDRESS = "generic";
export const ENQUEUE = "v2/enqueue";

/** Whose payload an address takes; null for one that takes none. */
export function kindAt(address: string): IntegrationKind | null {
  if (address === OWN_ADDRESS) return "generic";
  if (address === ENQUEUE) return "pagerduty";
  if (actionAt(address)) return "opsgenie";
  return Object.entries(TOOL_ADDRESSES).find(([end]) => end === address)?.[1] ?? null;
}

/** Reads the payload that was posted to an address. @throws InvalidPost */
export function translateAt(address: string, payload: unknown, mapping: Mapping | null): Translated {
  const named = actionAt(address);
  if (named) return translateOpsgenieAction(named.alias, named.action);
  const kind = kindAt(address);
  if (!kind) throw new Error(`Nothing is posted to ${address}.`);
  return translate(kind, payload, mapping);
}

function actionAt(address: string): { alias: string; action: "resolve" | "acknowledge" } | null {
  const [, alias, verb] = /^opsgenie\/v2\/alerts\/(.+)\/(close|acknowledge)$/s.exec(address) ?? [];
  if (!alias) return null;
  return { alias, action: verb === "close" ? "resolve" : "acknowledge" };
}
