import type { Priority } from "../../../../contract/handoff-lifecycle.ts";
import { PRIORITIES } from "../../../../contract/handoff-lifecycle.ts";
import type { Integration, MappingPreview, Rule } from "../../../../contract/integration.ts";
import type { Team } from "../../../../contract/member.ts";
import { Facts } from "../../../components/facts.tsx";
import { PriorityMark } from "../../../components/priority-mark.tsx";
import { words } from "../../../words/speak.ts";
import { toolWords } from "../../../words/tool-words.ts";
import type { PlacedRule } from "./rule-draft.ts";

interface Props {
  event: MappingPreview["events"][number];
  /** The rule that decides. */
  decided: PlacedRule | undefined;
  integration: Integration;
  teams: readonly Team[];
}

/** What one event of a post would become. */
export function ForeseenAlert({ event, decided, integration, teams }: Props) {
  const { trial: said, rules: ofRules } = toolWords.value.integrations;
  const { about } = words.value.session;
  const rule = decided?.rule;
  const becomes = becomesOf(event["action"], rule);
  const isCard = becomes === "trigger" || becomes === "parked";
  const team = teamOf(rule, integration, teams);
  return (
    <li>
      <p>
        <strong>{said.becomes[becomes]}</strong>
        {decided !== undefined && <span class="quiet"> {said.by(decided.place)}</span>}
      </p>
      {isCard && (
        <p class="card-facts">
          <PriorityMark priority={priorityOf(rule, event, integration)} />
          {team !== null && <span>{team}</span>}
        </p>
      )}
      <Facts
        facts={{
          [ofRules.fields.summary]: textIn(event["summary"]),
          [ofRules.fields.dedup_key]: textIn(event["dedup_key"]),
          [ofRules.fields.source]: textIn(event["source"]),
          [about.customer]: textIn(event["customer"]),
          [about.contact]: textIn(event["contact"]),
          [about.device]: textIn(event["device"]),
          [about.domain]: textIn(event["problem_domain"]),
          [ofRules.fields.details]: textIn(event["details"]),
        }}
      />
    </li>
  );
}

function becomesOf(action: unknown, rule: Rule | undefined) {
  if (action === "acknowledge" || action === "resolve") return action;
  if (rule?.suppress) return "suppressed";
  return rule?.park ? "parked" : "trigger";
}

/** In the order in which the server decides: the rule, the tool, the integration. */
function priorityOf(rule: Rule | undefined, event: Props["event"], integration: Integration): Priority {
  const told = PRIORITIES.find((priority) => priority === event["priority"]);
  return rule?.priority ?? told ?? integration.default_priority ?? "normal";
}

function teamOf(rule: Rule | undefined, integration: Integration, teams: readonly Team[]): string | null {
  const id = rule?.team_id === undefined ? integration.team_id : rule.team_id;
  if (id === null) return null;
  return teams.find((team) => team.id === id)?.name ?? toolWords.value.integrations.trial.teamGone;
}

function textIn(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
