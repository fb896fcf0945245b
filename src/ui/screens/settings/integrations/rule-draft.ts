import type { HandoffIntent, Priority } from "../../../../contract/handoff-lifecycle.ts";
import { RULE_FIELDS } from "../../../../contract/integration-fields.ts";
import type { Rule } from "../../../../contract/integration.ts";

export type RuleField = (typeof RULE_FIELDS)[number] | "pointer";

export interface ConditionDraft {
  field: RuleField;
  /** Where in the body, if no field of ours. */
  pointer: string;
  pattern: string;
}

/** A rule as it is typed; the empty text leaves something as it is, and `none` is no team. */
export interface RuleDraft {
  key: string;
  conditions: readonly ConditionDraft[];
  handling: HandoffIntent | "suppress";
  priority: Priority | "";
  team: string;
}

/** A rule that can be tried, with its place in the list, counted from one. */
export interface PlacedRule {
  place: number;
  rule: Rule;
}

export const NO_TEAM = "none";

export function newCondition(): ConditionDraft {
  return { field: "summary", pointer: "", pattern: "" };
}

export function newRule(): RuleDraft {
  const key = crypto.randomUUID();
  return { key, conditions: [newCondition()], handling: "escalate", priority: "", team: "" };
}

export function ruleDraftOf(rule: Rule): RuleDraft {
  return {
    ...newRule(),
    conditions: Object.entries(rule.match).map(([name, pattern]) => {
      const field = RULE_FIELDS.find((one) => one === name);
      return field ? { field, pointer: "", pattern } : { field: "pointer", pointer: name, pattern };
    }),
    handling: rule.suppress ? "suppress" : rule.park ? "park" : "escalate",
    priority: rule.priority ?? "",
    team: rule.team_id === undefined ? "" : (rule.team_id ?? NO_TEAM),
  };
}

/** The rule that is typed. What a suppressed alert would have been is left out. */
export function ruleOf({ conditions, handling, priority, team }: RuleDraft): Rule {
  const match = Object.fromEntries(conditions.map((one) => [nameOf(one), one.pattern]));
  if (handling === "suppress") return { match, suppress: true };
  return {
    match,
    ...(handling === "park" && { park: true }),
    ...(priority !== "" && { priority }),
    ...(team !== "" && { team_id: team === NO_TEAM ? null : team }),
  };
}

/** The first rule that names a field twice, by its place; none: -1. */
export function namedTwice(rules: readonly RuleDraft[]): number {
  return rules.findIndex(({ conditions }) => new Set(conditions.map(nameOf)).size < conditions.length);
}

/** Whether everything that counts is filled in. */
export function isComplete({ conditions }: RuleDraft): boolean {
  return conditions.every((one) => one.pattern !== "" && nameOf(one) !== "");
}

function nameOf({ field, pointer }: ConditionDraft): string {
  return field === "pointer" ? pointer.trim() : field;
}
