import { describe, expect, it } from "vitest";
import type { IntegrationKind } from "../../src/contract/integration.ts";
import { readDattoText } from "../../src/inbound/datto-rmm.ts";
import { InvalidPost } from "../../src/inbound/invalid-post.ts";
import { translateOpsgenieAction } from "../../src/inbound/opsgenie.ts";
import { translate } from "../../src/inbound/translate.ts";
import { DATTO_RMM, GRAFANA, NINJAONE, OPSGENIE, PAGERDUTY, UPTIME_KUMA, alertmanager } from "./payloads.ts";

const only = (kind: IntegrationKind, payload: unknown) => {
  const { events } = translate(kind, payload, null);
  expect(events).toHaveLength(1);
  const [event] = events;
  if (!event) throw new Error("no event");
  return event;
};
const faults = (kind: IntegrationKind, payload: unknown): [string, string][] => {
  try {
    translate(kind, payload, null);
  } catch (error) {
    if (error instanceof InvalidPost) return error.faults.map(({ pointer, detail }) => [pointer, detail]);
    throw error;
  }
  return [];
};

describe("our own form", () => {
  it("is taken word for word, and fields that are not known are left alone", () => {
    const post = {
      summary: "Disk full",
      priority: "critical",
      dedup_key: "d",
      customer: "C",
      extra: { a: 1 },
    };
    expect(only("generic", post)).toEqual({
      action: "trigger",
      dedup_key: "d",
      summary: "Disk full",
      details: null,
      priority: "critical",
      source: null,
      customer: "C",
      contact: null,
      device: null,
      problem_domain: null,
      links: [],
      group: null,
    });
  });

  it("keeps a summary that is too long whole in the details", () => {
    const event = only("generic", { summary: "x".repeat(600), details: "more" });
    expect(event.summary).toBe(`${"x".repeat(499)}…`);
    expect(event.details).toBe(`${"x".repeat(600)}\n\nmore`);
  });

  it("keeps links that lead to pages, and no others", () => {
    const links = ["https://a.example/", "javascript:alert(1)", "data:text/html,x", "ftp://x"];
    expect(only("generic", { summary: "x", links }).links).toEqual([
      { label: "Link", url: "https://a.example/" },
    ]);
  });

  it.each([
    [{}, "/summary"],
    [{ summary: " \n" }, "/summary"],
    [{ summary: 5 }, "/summary"],
    [{ summary: "x", priority: "urgent" }, "/priority"],
    [{ summary: "x", action: "explode" }, "/action"],
    [{ summary: "x", dedup_key: "k".repeat(256) }, "/dedup_key"],
    [{ summary: "x", links: "https://a.example" }, "/links"],
    [{ summary: "x", customer: {} }, "/customer"],
    [{ action: "resolve" }, "/dedup_key"],
    [[], ""],
    ["x", ""],
    [null, ""],
  ])("says what is wrong with %j", (post, pointer) => {
    expect(faults("generic", post).map(([at]) => at)).toEqual([pointer]);
  });
});

describe("hostile text", () => {
  it("stays text on one line, without control characters and without half characters", () => {
    const summary = "<script>alert(1)</script>\u0000\u001f\r\n=cmd|' /C calc'!A0 \ud800";
    expect(only("generic", { summary }).summary).toBe("<script>alert(1)</script> =cmd|' /C calc'!A0 �");
  });

  it("never lets a tool's key look like one of a group's", () => {
    expect(only("generic", { summary: "x", dedup_key: "a\u001fb" }).dedup_key).toBe("a b");
  });
});

describe("PagerDuty's events", () => {
  it("tell what is wrong, where, how badly, and lead to its pages", () => {
    expect(only("pagerduty", PAGERDUTY)).toEqual({
      action: "trigger",
      dedup_key: "srv01/raid",
      summary: "RAID degraded on SRV01",
      details: [
        "Source: srv01.contoso.example\nComponent: raid0\nGroup: storage\nClass: hardware",
        "Time: 2026-11-20T12:00:00.000+0000\nClient: Storage watch\n\ncustomer: Contoso\nfailed disk: 3",
      ].join("\n"),
      priority: "high",
      source: "srv01.contoso.example",
      customer: "Contoso",
      contact: null,
      device: "raid0",
      problem_domain: "hardware",
      links: [
        { label: "Runbook", url: "https://wiki.example/raid" },
        { label: "Graph", url: "https://graph.example/a" },
        { label: "Storage watch", url: "https://watch.example/1" },
      ],
      group: null,
    });
  });

  it.each([
    ["critical", "critical"],
    ["error", "high"],
    ["warning", "normal"],
    ["info", "low"],
  ])("severity %s is priority %s", (severity, priority) => {
    const payload = { ...PAGERDUTY.payload, severity };
    expect(only("pagerduty", { ...PAGERDUTY, payload }).priority).toBe(priority);
  });

  it.each(["acknowledge", "resolve"])("%s needs the key alone", (event_action) => {
    const { routing_key, dedup_key } = PAGERDUTY;
    expect(only("pagerduty", { routing_key, dedup_key, event_action })).toMatchObject({
      action: event_action,
      dedup_key,
    });
    expect(faults("pagerduty", { routing_key, event_action })).toEqual([
      ["/dedup_key", "'dedup_key' is missing or blank"],
    ]);
  });

  it("name every fault in PagerDuty's words", () => {
    const payload = { summary: "", severity: "bad" };
    expect(faults("pagerduty", { event_action: "trigger", dedup_key: "x".repeat(256), payload })).toEqual([
      ["/dedup_key", "Length of 'dedup_key' is incorrect (should be at most 255 characters)"],
      ["/payload/summary", "'payload.summary' is missing or blank"],
      ["/payload/source", "'payload.source' is missing or blank"],
      [
        "/payload/severity",
        "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
      ],
    ]);
    expect(faults("pagerduty", {})).toEqual([["/event_action", "'event_action' is missing or blank"]]);
    expect(faults("pagerduty", { event_action: "page" })).toHaveLength(1);
  });
});

describe("Alertmanager's groups", () => {
  it("are one event with their alerts, as loud as the loudest that fires", () => {
    const event = only(
      "alertmanager",
      alertmanager(["firing", "a"], ["firing", "b", "error"], ["resolved", "c", "critical"]),
    );
    expect(event).toMatchObject({
      action: "trigger",
      dedup_key: '{}:{alertname="DiskAlmostFull"}',
      summary: "DiskAlmostFull",
      priority: "high",
      customer: "Contoso",
      device: "a",
      group: {
        complete: true,
        alerts: [
          { key: "f-a", firing: true, summary: "Disk of a almost full" },
          { key: "f-b", firing: true },
          { key: "f-c", firing: false },
        ],
      },
    });
    expect(event.details).toContain("Firing: Disk of b almost full\nResolved: Disk of c almost full");
  });

  it("are over when all of theirs are", () => {
    expect(only("alertmanager", alertmanager(["resolved", "a"], ["resolved", "b"])).action).toBe("resolve");
  });

  it("without a key are an event for each alert", () => {
    const { groupKey: _, ...post } = alertmanager(["firing", "a"], ["resolved", "b"]);
    const { events } = translate("alertmanager", post, null);
    expect(events.map(({ action, dedup_key, group }) => [action, dedup_key, group])).toEqual([
      ["trigger", "f-a", null],
      ["resolve", "f-b", null],
    ]);
  });

  it.each([
    [{ ...alertmanager(), alerts: null }, "/alerts"],
    [{ ...alertmanager(["firing", "a"]), status: "odd" }, "/status"],
    [{ ...alertmanager(["firing", "a"]), groupKey: "x".repeat(5_000) }, "/groupKey"],
  ])("say what is wrong", (post, pointer) => {
    expect(faults("alertmanager", post).map(([at]) => at)).toEqual([pointer]);
  });
});

describe("Grafana's groups", () => {
  it("are named by the rule, or by Grafana's title without its count where nothing else is said", () => {
    const event = only("grafana", GRAFANA);
    expect(event).toMatchObject({ summary: "DiskAlmostFull", priority: "critical", action: "trigger" });
    expect(event.links[0]).toEqual({ label: "Grafana", url: "https://grafana.example" });
    const bare = { ...GRAFANA, commonLabels: {}, commonAnnotations: {} };
    expect(only("grafana", bare).summary).toBe("DiskAlmostFull (db-1)");
    const more = { ...bare, title: "[FIRING:2, RESOLVED:1] DiskAlmostFull" };
    expect(only("grafana", more).summary).toBe("DiskAlmostFull");
    expect(only("grafana", { ...bare, title: "[FIRING:2]" }).summary).not.toContain("2");
  });
});

describe("Uptime Kuma", () => {
  it.each([
    [0, "trigger", "Contoso shop is down"],
    [1, "resolve", "Contoso shop is up"],
  ])("status %i: %s", (status, action, summary) => {
    const event = only("uptime_kuma", { ...UPTIME_KUMA, heartbeat: { ...UPTIME_KUMA.heartbeat, status } });
    expect(event).toMatchObject({ action, summary, dedup_key: "7", device: "shop.contoso.example" });
  });

  it.each([
    ["its test", { heartbeat: null, monitor: null, msg: "Testing" }],
    ["a pending monitor", { ...UPTIME_KUMA, heartbeat: { ...UPTIME_KUMA.heartbeat, status: 2 } }],
    ["maintenance", { ...UPTIME_KUMA, heartbeat: { ...UPTIME_KUMA.heartbeat, status: 3 } }],
  ])("of %s nothing comes, and it says why", (_, payload) => {
    const { events, ignored } = translate("uptime_kuma", payload, null);
    expect(events).toEqual([]);
    expect(ignored).toMatch(/test|pending/);
  });

  it.each([
    [{ heartbeat: { status: 0 } }, "/heartbeat/monitorID"],
    [{ heartbeat: { monitorID: 1, status: 9 } }, "/heartbeat/status"],
    [{ heartbeat: "down" }, "/heartbeat"],
  ])("says what is wrong with %j", (payload, pointer) => {
    expect(faults("uptime_kuma", payload).map(([at]) => at)).toEqual([pointer]);
  });
});

describe("NinjaOne", () => {
  it.each([
    ["TRIGGERED", "trigger"],
    ["RESET", "resolve"],
    ["ACKNOWLEDGED", "acknowledge"],
  ])("status %s: %s", (statusCode, action) => {
    expect(only("ninjaone", { ...NINJAONE, statusCode })).toMatchObject({
      action,
      dedup_key: NINJAONE.seriesUid,
      summary: "Condition triggered on SRV-2",
      device: "File server",
      priority: "high",
    });
  });

  it.each([
    ["CRITICAL", "critical"],
    ["MODERATE", "normal"],
    ["MINOR", "low"],
    ["NONE", "low"],
    ["?", null],
  ])("severity %s: %s", (severity, priority) => {
    expect(only("ninjaone", { ...NINJAONE, severity }).priority).toBe(priority);
  });

  it("says what it needs", () => {
    expect(faults("ninjaone", { message: "x" })[0]?.[0]).toBe("/seriesUid");
    expect(faults("ninjaone", { seriesUid: "u" })[0]?.[0]).toBe("/message");
  });
});

describe("Datto RMM", () => {
  it("fills our template", () => {
    expect(only("datto_rmm", { ...DATTO_RMM, device_ip: "[device_ip]" })).toMatchObject({
      action: "trigger",
      dedup_key: DATTO_RMM.alert_uid,
      summary: "CPU above 95 % for 15 minutes",
      priority: "critical",
      customer: "Fabrikam",
      device: "LAP-7",
      contact: "kim",
    });
    expect(only("datto_rmm", { ...DATTO_RMM, status: "resolved" }).action).toBe("resolve");
  });

  it("puts messages with quotes and line ends into it, and is read all the same", () => {
    const text =
      '{\n"alert_uid": "u-1",\n"alert_message": "Service "spooler"\nis stopped",\n"alert_priority": "High"\n}';
    expect(readDattoText(text)).toEqual({
      alert_uid: "u-1",
      alert_message: 'Service "spooler"\nis stopped',
      alert_priority: "High",
    });
    expect(readDattoText("nothing here")).toBe(null);
  });
});

describe("Opsgenie", () => {
  it("creates by alias", () => {
    expect(only("opsgenie", OPSGENIE)).toMatchObject({
      action: "trigger",
      dedup_key: "worker-1",
      summary: "Queue worker stuck",
      priority: "high",
      customer: "Contoso",
      device: "worker-1",
      source: "cron",
    });
    expect(faults("opsgenie", { alias: "x" }).map(([at]) => at)).toEqual(["/message"]);
  });

  it("closes by alias", () => {
    expect(translateOpsgenieAction("worker-1", "resolve").events).toMatchObject([
      { action: "resolve", dedup_key: "worker-1" },
    ]);
  });
});

describe("a mapping", () => {
  const mapping = {
    summary: "/alarm/text",
    priority: "/alarm/level",
    dedup_key: "/alarm/ids/0",
    action: "/state",
    device: "/a~1b/m~0n",
    priorities: { L5: "critical" as const },
  };

  it("finds our fields in a tool's own JSON, also in lists and behind odd names", () => {
    const payload = {
      alarm: { text: "Fan failed", level: "L5", ids: [77] },
      state: "NEW",
      "a/b": { "m~n": "fan-1" },
    };
    expect(translate("generic", payload, mapping).events).toMatchObject([
      { action: "trigger", summary: "Fan failed", priority: "critical", dedup_key: "77", device: "fan-1" },
    ]);
    const over = { ...payload, state: "OK" };
    expect(translate("generic", over, mapping).events).toMatchObject([
      { action: "resolve", dedup_key: "77" },
    ]);
  });

  it("says which pointer leads nowhere, and never into what an object inherits", () => {
    const inherited = { ...mapping, summary: "/constructor/name" };
    for (const one of [mapping, inherited]) {
      expect(() => translate("generic", { alarm: {} }, one)).toThrow(one.summary);
    }
  });
});

describe("words that every JavaScript object knows", () => {
  const mapping = {
    summary: "/text",
    priorities: { loud: "high" as const },
    actions: { over: "resolve" as const },
  };
  it.each(["constructor", "toString", "__proto__", "hasOwnProperty"])(
    "mean nothing in a mapping: %s",
    (said) => {
      const post = JSON.parse(`{"text":"Fan failed","priority":"${said}","action":"${said}"}`);
      const { events } = translate("generic", post, mapping);
      expect(events).toMatchObject([{ action: "trigger", priority: null, summary: "Fan failed" }]);
    },
  );
});

it("an event of PagerDuty that says nothing but control characters is invalid", () => {
  const payload = { ...PAGERDUTY.payload, summary: "\u0007", source: "\u0000 ", severity: "\u2028" };
  expect(faults("pagerduty", { ...PAGERDUTY, payload })).toEqual([
    ["/payload/summary", "'payload.summary' is missing or blank"],
    ["/payload/source", "'payload.source' is missing or blank"],
    ["/payload/severity", "'payload.severity' is missing or blank"],
  ]);
  expect(faults("pagerduty", { ...PAGERDUTY, event_action: "resolve", dedup_key: " \u0000" })).toEqual([
    ["/dedup_key", "'dedup_key' is missing or blank"],
  ]);
});

it.each(["", " ", null, false, [], "0x"])(
  "a status of Uptime Kuma that is no number is not down: %j",
  (status) => {
    const heartbeat = { ...UPTIME_KUMA.heartbeat, status };
    expect(faults("uptime_kuma", { ...UPTIME_KUMA, heartbeat })).toEqual([
      ["/heartbeat/status", "must be 0, 1, 2 or 3."],
    ]);
  },
);
