export const INTEGRATION_KINDS = [
  "generic",
  "pagerduty",
  "alertmanager",
  "grafana",
  "uptime_kuma",
  "ninjaone",
  "datto_rmm",
  "opsgenie",
] as const;
export type IntegrationKind = (typeof INTEGRATION_KINDS)[number];

/** What became of a post from a tool. */
export const POST_OUTCOMES = [
  "created",
  "counted",
  "bundled",
  "acknowledged",
  "resolved",
  "marked",
  "suppressed",
  "no_effect",
  "refused",
  "limited",
] as const;
export type PostOutcome = (typeof POST_OUTCOMES)[number];
