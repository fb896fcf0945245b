import type { IntegrationKind } from "../../../../contract/integration.ts";
import type { ToolWords } from "../../../words/tool-words.ts";

/** A text to paste into a tool. */
export interface SetupText {
  label: keyof ToolWords["integrations"]["connect"]["labels"];
  text: string;
}

/** What is pasted into a tool so that it posts to this Baton, in the order in which its settings ask for it. */
export function setupOf(kind: IntegrationKind, origin: string, key: string): SetupText[] {
  const inbound = `${origin}/api/v1/inbound`;
  switch (kind) {
    case "generic":
      return [
        { label: "url", text: `${inbound}/${key}` },
        { label: "method", text: GENERIC },
        { label: "resolve", text: RESOLVED },
        {
          label: "curl",
          text: curl(`${inbound}/${key}`, '{"summary":"Disk full on SRV-1","dedup_key":"srv1-disk"}'),
        },
      ];
    case "pagerduty":
      return [
        { label: "events", text: `${origin}/v2/enqueue` },
        { label: "routing", text: key },
        { label: "curl", text: curl(`${origin}/v2/enqueue`, PAGERDUTY.replace("KEY", key)) },
      ];
    case "alertmanager":
      return [
        { label: "yaml", text: alertmanagerYaml(inbound, key) },
        { label: "yaml_pagerduty", text: pagerdutyYaml(origin, key) },
      ];
    case "grafana":
      return [
        { label: "url", text: `${inbound}/grafana` },
        { label: "scheme", text: "Bearer" },
        { label: "credentials", text: key },
      ];
    case "uptime_kuma":
      return [{ label: "url", text: `${inbound}/${key}/uptime-kuma` }];
    case "ninjaone":
      return [{ label: "url", text: `${inbound}/${key}/ninjaone` }];
    case "datto_rmm":
      return [
        { label: "url", text: `${inbound}/${key}/datto-rmm` },
        { label: "template", text: dattoTemplate("triggered") },
        { label: "template_resolved", text: dattoTemplate("resolved") },
      ];
    case "opsgenie":
      return [
        { label: "api", text: `${inbound}/opsgenie` },
        { label: "genie", text: key },
        {
          label: "curl",
          text: curl(
            `${inbound}/${key}/opsgenie/v2/alerts`,
            '{"message":"Disk full on SRV-1","alias":"srv1-disk"}',
          ),
        },
      ];
    default:
      return kind satisfies never;
  }
}

/** The address of an integration's sign of life, and a line of crontab that gives one. */
export function heartbeatOf(origin: string, key: string, minutes: number): { url: string; cron: string } {
  const url = `${origin}/api/v1/inbound/${key}/heartbeat`;
  // Twice as often as is needed: one that is lost is no silence. Cron's minutes end at 59.
  const every = Math.min(Math.max(Math.floor(minutes / 2), 1), 30);
  return { url, cron: `*/${every} * * * * curl -fsS -m 10 -o /dev/null ${url}` };
}

const GENERIC = `{
  "summary": "Disk full on SRV-1",
  "details": "98 % of C: are used",
  "priority": "high",
  "dedup_key": "srv1-disk",
  "customer": "Contoso",
  "device": "SRV-1"
}`;

const RESOLVED = `{ "dedup_key": "srv1-disk", "action": "resolve" }`;

const PAGERDUTY =
  '{"routing_key":"KEY","event_action":"trigger","dedup_key":"srv1-disk","payload":{"summary":"Disk full","source":"SRV-1","severity":"error"}}';

const curl = (url: string, body: string) =>
  `curl ${url} \\\n  -H 'Content-Type: application/json' \\\n  -d '${body}'`;

const alertmanagerYaml = (inbound: string, key: string) => `receivers:
  - name: baton
    webhook_configs:
      - url: ${inbound}/alertmanager
        http_config:
          authorization:
            credentials: ${key}`;

const pagerdutyYaml = (origin: string, key: string) => `receivers:
  - name: baton
    pagerduty_configs:
      - routing_key: ${key}
        url: ${origin}/v2/enqueue`;

/** Datto RMM puts its values where these variables stand. */
const dattoTemplate = (status: "triggered" | "resolved") => `{
  "alert_uid": "[alert_uid]",
  "alert_message": "[alert_message]",
  "alert_category": "[alert_category]",
  "alert_priority": "[alert_priority]",
  "alert_type": "[alert_type]",
  "device_hostname": "[device_hostname]",
  "site_name": "[site_name]",
  "lastuser": "[lastuser]",
  "status": "${status}"
}`;
