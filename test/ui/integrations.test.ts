import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Mapping, Rule } from "../../src/contract/integration.ts";
import { TOOL_NAMES } from "../../src/contract/tool-name.ts";
import { readDattoText } from "../../src/inbound/datto-rmm.ts";
import { translate } from "../../src/inbound/translate.ts";
import { integrationState } from "../../src/ui/screens/settings/integrations/integration-state.ts";
import {
  mappingDraftOf,
  mappingOf,
  newWord,
} from "../../src/ui/screens/settings/integrations/mapping-draft.ts";
import {
  isComplete,
  namedTwice,
  newCondition,
  newRule,
  ruleDraftOf,
  ruleOf,
} from "../../src/ui/screens/settings/integrations/rule-draft.ts";
import { shownBody } from "../../src/ui/screens/settings/shown-body.ts";
import { heartbeatOf, setupOf } from "../../src/ui/screens/settings/integrations/tool-setup.ts";
import { withoutRepeats } from "../../src/ui/without-repeats.ts";
import { integrations as german } from "../../src/ui/words/de/integrations.ts";
import { integrations as english } from "../../src/ui/words/en/integrations.ts";
import { updated } from "./support/queue-event.ts";

const TEAM = "0198c0de-0000-7000-8000-000000000001";
const ORIGIN = "https://baton.example";
const KEY = "0123456789abcdef0123456789abcdef";
const KINDS = Object.keys(TOOL_NAMES) as (keyof typeof TOOL_NAMES)[];

describe("a rule as it is typed", () => {
  const rules: Rule[] = [
    { match: { summary: "*backup*", "/site/name": "Lab" }, park: true, priority: "low", team_id: null },
    { match: { customer: "Contoso" }, team_id: TEAM },
    { match: { dedup_key: "x" }, suppress: true },
    { match: { device: "SRV-*" }, priority: "critical" },
  ];

  it("is the rule that was read, and one that the server takes", () => {
    for (const rule of rules) {
      expect(ruleOf(ruleDraftOf(rule))).toEqual(rule);
      expect(Rule.parse(ruleOf(ruleDraftOf(rule)))).toEqual(rule);
    }
  });

  it("says nothing of priority and team where it suppresses", () => {
    const draft = { ...ruleDraftOf({ match: { summary: "x" }, priority: "high", team_id: TEAM }) };
    expect(ruleOf({ ...draft, handling: "suppress" })).toEqual({ match: { summary: "x" }, suppress: true });
  });

  it("is whole once each condition has its field and its text, and may name a field once", () => {
    const typed = { ...newCondition(), pattern: "x" };
    const pointer = { ...typed, field: "pointer" as const };
    expect(isComplete(newRule())).toBe(false);
    expect(isComplete({ ...newRule(), conditions: [typed] })).toBe(true);
    expect(isComplete({ ...newRule(), conditions: [typed, pointer] })).toBe(false);
    const twice = { ...newRule(), conditions: [typed, { ...typed, pattern: "y" }] };
    expect(namedTwice([newRule(), twice])).toBe(1);
    expect(namedTwice([newRule(), { ...twice, conditions: [typed, { ...pointer, pointer: "/x" }] }])).toBe(
      -1,
    );
  });
});

describe("a mapping as it is typed", () => {
  const saved: Mapping = {
    summary: "/alert/title",
    dedup_key: "/id",
    priorities: { sev0: "critical" },
    actions: { gone: "resolve" },
  };

  it("is the mapping that was read, or none where none is used", () => {
    expect(mappingOf(mappingDraftOf(saved))).toEqual(saved);
    expect(Mapping.parse(mappingOf(mappingDraftOf(saved)))).toEqual(saved);
    expect(mappingOf(mappingDraftOf(null))).toBeNull();
    expect(mappingOf({ ...mappingDraftOf(saved), isOn: false })).toBeNull();
  });

  it("leaves out what is blank", () => {
    const draft = mappingDraftOf({ summary: "/a" });
    const pointers = { summary: " ", device: " /b " };
    expect(mappingOf({ ...draft, pointers, priorities: [newWord("low")] })).toEqual({
      device: "/b",
      priorities: {},
    });
  });
});

describe("what is pasted into a tool", () => {
  const textOf = (kind: (typeof KINDS)[number], label: string) =>
    setupOf(kind, ORIGIN, KEY).find((one) => one.label === label)?.text ?? "";

  it("holds the key and Baton's own address, whatever the tool", () => {
    for (const kind of KINDS) {
      const whole = setupOf(kind, ORIGIN, KEY)
        .map(({ text }) => text)
        .join("\n");
      expect(whole, kind).toContain(KEY);
      expect(whole, kind).toContain(`${ORIGIN}/`);
    }
  });

  it("is taken by the translator that reads it", () => {
    const [opened, resolved] = [textOf("generic", "method"), textOf("generic", "resolve")];
    const [first] = translate("generic", JSON.parse(opened), null).events;
    const [second] = translate("generic", JSON.parse(resolved), null).events;
    expect([first?.action, second?.action]).toEqual(["trigger", "resolve"]);
    expect(second?.dedup_key).toBe(first?.dedup_key);
    for (const [label, action] of [
      ["template", "trigger"],
      ["template_resolved", "resolve"],
    ] as const) {
      const filled = textOf("datto_rmm", label)
        .replace("[alert_uid]", "a1")
        .replace("[alert_message]", 'Disk "C:"');
      expect(translate("datto_rmm", readDattoText(filled), null).events).toMatchObject([
        { action, dedup_key: "a1", summary: 'Disk "C:"', customer: null },
      ]);
    }
    for (const kind of ["generic", "pagerduty", "opsgenie"] as const) {
      const [, body = ""] = /-d '(.*)'$/s.exec(textOf(kind, "curl")) ?? [];
      expect(translate(kind, JSON.parse(body), null).events, kind).toMatchObject([{ action: "trigger" }]);
    }
  });

  it("is what the README says", () => {
    const readme = readFileSync("README.md", "utf8");
    expect(readme).toContain(textOf("datto_rmm", "template"));
    for (const end of [
      "alertmanager",
      "grafana",
      "KEY/uptime-kuma",
      "KEY/ninjaone",
      "KEY/datto-rmm",
      "opsgenie",
    ]) {
      expect(readme).toContain(`${ORIGIN}/api/v1/inbound/${end}`);
    }
  });

  it("gives a sign of life twice as often as it is expected, as often as cron can", () => {
    const every = (minutes: number) => heartbeatOf(ORIGIN, KEY, minutes).cron.split(" ")[0];
    expect([1, 2, 15, 60, 10_080].map(every)).toEqual(["*/1", "*/1", "*/7", "*/30", "*/30"]);
  });
});

describe("how an integration stands", () => {
  const quiet = { active: true, heartbeat_minutes: null, heartbeat_due_at: null, last_post: null };
  const posted = (outcome: "counted" | "limited" | "refused") => ({
    ...quiet,
    last_post: { outcome, received_at: "2026-11-20T12:00:00.000Z" },
  });

  it("is said by what keeps it from working, else by what it posted last", () => {
    expect(integrationState(quiet)).toBe("waiting");
    expect(integrationState(posted("counted"))).toBe("works");
    expect(integrationState(posted("limited"))).toBe("limited");
    expect(integrationState(posted("refused"))).toBe("refused");
    expect(integrationState({ ...posted("counted"), heartbeat_minutes: 5 })).toBe("silent");
    expect(integrationState({ ...posted("limited"), heartbeat_minutes: 5, active: false })).toBe("off");
  });
});

describe("a body", () => {
  it("has its lines if it is JSON, and is left as it came where that would change it", () => {
    expect(shownBody('{"a":1}')).toBe('{\n  "a": 1\n}');
    for (const body of ["{oops", "alert_uid: 1", '{"id":12345678901234567890}', '{"a":1,"a":2}']) {
      expect(shownBody(body)).toBe(body);
    }
  });
});

describe("the record", () => {
  it("keeps the last of a tool's reports that follow one another, and everything between them", () => {
    const again = (seq: number) => updated(seq, { changed: ["occurrences"], occurrences: seq });
    const note = updated(4, { changed: ["note"] });
    const kept = withoutRepeats([again(1), again(2), again(3), note, again(5), again(6)]);
    expect(kept.map(({ seq }) => seq)).toEqual([3, 4, 6]);
  });
});

describe("a key that nobody can read any more", () => {
  it("is named by how it begins, or not at all where that is not known", () => {
    expect(english.connect.placeholder("bdd44a")).toContain("It begins with bdd44a…;");
    expect(german.connect.placeholder("bdd44a")).toContain("Er beginnt mit bdd44a…;");
    for (const { connect } of [english, german]) expect(connect.placeholder("")).not.toMatch(/begin|…/);
  });
});
