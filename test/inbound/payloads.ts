/** Payloads in the shape that each tool documents, with words and values of our own. */

export const PAGERDUTY = {
  routing_key: "0123456789abcdef0123456789abcdef",
  event_action: "trigger",
  dedup_key: "srv01/raid",
  payload: {
    summary: "RAID degraded on SRV01",
    source: "srv01.contoso.example",
    severity: "error",
    timestamp: "2026-11-20T12:00:00.000+0000",
    component: "raid0",
    group: "storage",
    class: "hardware",
    custom_details: { customer: "Contoso", "failed disk": 3 },
  },
  images: [{ src: "https://graph.example/a.png", href: "https://graph.example/a", alt: "Graph" }],
  links: [{ href: "https://wiki.example/raid", text: "Runbook" }],
  client: "Storage watch",
  client_url: "https://watch.example/1",
};

const alert = (status: "firing" | "resolved", instance: string, severity: string) => ({
  status,
  labels: { alertname: "DiskAlmostFull", instance, severity, job: "node", customer: "Contoso" },
  annotations: { summary: `Disk of ${instance} almost full`, description: "Less than 5 % left." },
  startsAt: "2026-11-20T12:00:00Z",
  endsAt: status === "firing" ? "0001-01-01T00:00:00Z" : "2026-11-20T12:30:00Z",
  generatorURL: "https://prometheus.example/graph?g0=1",
  fingerprint: `f-${instance}`,
});

export function alertmanager(...alerts: ["firing" | "resolved", string, string?][]) {
  const all = alerts.map(([status, instance, severity = "warning"]) => alert(status, instance, severity));
  return {
    version: "4",
    groupKey: '{}:{alertname="DiskAlmostFull"}',
    truncatedAlerts: 0,
    status: all.some(({ status }) => status === "firing") ? "firing" : "resolved",
    receiver: "baton",
    groupLabels: { alertname: "DiskAlmostFull" },
    commonLabels: { alertname: "DiskAlmostFull", job: "node" },
    commonAnnotations: { description: "Less than 5 % left." },
    externalURL: "https://alertmanager.example",
    alerts: all,
  };
}

export const GRAFANA = {
  ...alertmanager(["firing", "db-1", "critical"]),
  orgId: 1,
  title: "[FIRING:1] DiskAlmostFull (db-1)",
  state: "alerting",
  message: "**Firing**",
  externalURL: "https://grafana.example",
};

export const UPTIME_KUMA = {
  heartbeat: {
    monitorID: 7,
    status: 0,
    time: "2026-11-20 12:00:00.000",
    msg: "connect ETIMEDOUT",
    ping: null,
    important: true,
  },
  monitor: {
    id: 7,
    name: "Contoso shop",
    url: "https://shop.contoso.example/health",
    hostname: null,
    type: "http",
  },
  msg: "[Contoso shop] [Down] connect ETIMEDOUT",
};

export const NINJAONE = {
  id: 91_234,
  activityTime: 1_794_571_200.5,
  deviceId: 42,
  severity: "MAJOR",
  seriesUid: "9e1f7a52-6f0e-4a6e-8f64-3f5b8ad3c001",
  activityType: "CONDITION",
  statusCode: "TRIGGERED",
  sourceName: "Disk space below 5 %",
  subject: "Condition triggered on SRV-2",
  message: "Volume C: has 2 GB left",
  device: { id: 42, systemName: "SRV-2", displayName: "File server" },
};

export const DATTO_RMM = {
  alert_uid: "b0c9f6c2-aaaa-4c0c-9a53-000000000001",
  alert_message: "CPU above 95 % for 15 minutes",
  alert_category: "Performance",
  alert_priority: "Critical",
  alert_type: "Performance Monitor",
  device_hostname: "LAP-7",
  site_name: "Fabrikam",
  lastuser: "kim",
};

export const OPSGENIE = {
  message: "Queue worker stuck",
  alias: "worker-1",
  description: "No job finished for 20 minutes.",
  tags: ["queue", "worker"],
  details: { customer: "Contoso", region: "eu" },
  entity: "worker-1",
  source: "cron",
  priority: "P2",
  user: "robot",
  note: "Second time this week",
};
