import type { IntegrationKind } from "./integration.ts";

/** What the tools are called that post escalations; our own form has no name of a tool. */
export const TOOL_NAMES = {
  generic: null,
  pagerduty: "PagerDuty",
  alertmanager: "Alertmanager",
  grafana: "Grafana",
  uptime_kuma: "Uptime Kuma",
  ninjaone: "NinjaOne",
  datto_rmm: "Datto RMM",
  opsgenie: "Opsgenie",
} as const satisfies Record<IntegrationKind, string | null>;

/** "Alertmanager (Prod monitoring)": a tool with what its account calls it, said once where it is the same. */
export function toolName(kind: IntegrationKind | null, name: string): string {
  const tool = kind && TOOL_NAMES[kind];
  if (!tool || name.toLowerCase().includes(tool.toLowerCase())) return name;
  return `${tool} (${name})`;
}
