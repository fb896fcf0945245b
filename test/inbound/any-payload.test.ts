import { assert, constantFrom, jsonValue, nat, oneof, property, string, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { INTEGRATION_KINDS } from "../../src/contract/integration.ts";
import { PRIORITIES } from "../../src/contract/handoff-lifecycle.ts";
import { InvalidPost } from "../../src/inbound/invalid-post.ts";
import { translate } from "../../src/inbound/translate.ts";
import { DATTO_RMM, GRAFANA, NINJAONE, OPSGENIE, PAGERDUTY, UPTIME_KUMA, alertmanager } from "./payloads.ts";

const SAMPLES = {
  generic: { summary: "x", details: "y", dedup_key: "k", priority: "low", links: [], customer: "c" },
  pagerduty: PAGERDUTY,
  alertmanager: alertmanager(["firing", "a"], ["resolved", "b"]),
  grafana: GRAFANA,
  uptime_kuma: UPTIME_KUMA,
  ninjaone: NINJAONE,
  datto_rmm: DATTO_RMM,
  opsgenie: OPSGENIE,
};

/** What JavaScript itself cannot make a text or a number of. */
const BEYOND_TEXT: unknown[] = [
  { toString: 1, valueOf: 1 },
  [{ toString: 1 }],
  { toString: { valueOf: null }, length: 9 },
];
/** Fields that the samples do not have. */
const ODD_FIELDS = ["status", "tags", "truncatedAlerts", "severity", "statusCode", "device", "alias"];

/** The payload with something else in the place of one of its values, however deep. */
function withOther(value: unknown, at: number, other: unknown): unknown {
  let left = at;
  const walk = (one: unknown): unknown => {
    if (left-- === 0) return other;
    if (Array.isArray(one)) return one.map(walk);
    if (typeof one !== "object" || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, walk(inner)]));
  };
  return walk(value);
}

function expectSound(kind: (typeof INTEGRATION_KINDS)[number], payload: unknown): void {
  try {
    for (const event of translate(kind, payload, null).events) {
      expect(event.summary.length).toBeLessThanOrEqual(500);
      expect((event.details ?? "").length).toBeLessThanOrEqual(9_000);
      for (const short of [event.source, event.customer, event.contact, event.device, event.problem_domain]) {
        expect((short ?? "").length).toBeLessThanOrEqual(200);
      }
      expect(event.priority === null || PRIORITIES.includes(event.priority)).toBe(true);
      if (event.action === "trigger") expect(event.summary).not.toBe("");
      else expect(event.dedup_key).not.toBe(null);
      expect(JSON.stringify(event).isWellFormed()).toBe(true);
    }
  } catch (error) {
    if (!(error instanceof InvalidPost)) throw error;
  }
}

describe.each(INTEGRATION_KINDS)("%s: whatever comes", (kind) => {
  it("is refused or becomes a sound event, where each of its values in turn can be made no text of", () => {
    for (const other of BEYOND_TEXT) {
      for (let at = 0; at < 60; at++) expectSound(kind, withOther(SAMPLES[kind], at, other));
      for (const name of ODD_FIELDS) expectSound(kind, { ...SAMPLES[kind], [name]: other });
    }
  });

  it("is refused or becomes a sound event", () => {
    assert(
      property(jsonValue(), (payload) => expectSound(kind, payload)),
      { numRuns: 200 },
    );
  });

  it("also where one value of a good payload is another", () => {
    const one = tuple(
      nat(40),
      oneof(jsonValue(), string({ maxLength: 3_000, unit: "binary" }), constantFrom(...BEYOND_TEXT)),
    );
    assert(
      property(one, ([at, other]) => expectSound(kind, withOther(SAMPLES[kind], at, other))),
      { numRuns: 400 },
    );
  });
});
