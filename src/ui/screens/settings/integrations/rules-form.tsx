import { useRef, useState } from "preact/hooks";
import type { Integration } from "../../../../contract/integration.ts";
import type { Team } from "../../../../contract/member.ts";
import { ApiProblem } from "../../../api-problem.ts";
import { patch } from "../../../api.ts";
import { SaveForm } from "../../../components/save-form.tsx";
import { words } from "../../../words/speak.ts";
import { toolWords } from "../../../words/tool-words.ts";
import { say } from "../said.ts";
import { mappingDraftOf, mappingOf } from "./mapping-draft.ts";
import { MappingFields } from "./mapping-fields.tsx";
import { type RuleDraft, isComplete, namedTwice, newRule, ruleDraftOf, ruleOf } from "./rule-draft.ts";
import { RuleFields } from "./rule-fields.tsx";
import { TrialPanel } from "./trial-panel.tsx";

/** The API takes no more. */
const MOST_RULES = 50;

interface Props {
  integration: Integration;
  teams: readonly Team[];
  lastBody: string | undefined;
  reload: () => Promise<void>;
}

/** What becomes of what a tool posts: where things stand in its JSON, and the rules; with a body to try them on. */
export function RulesForm({ integration, teams, lastBody, reload }: Props) {
  const [mapping, setMapping] = useState(() => mappingDraftOf(integration.mapping));
  const [rules, setRules] = useState<readonly RuleDraft[]>(() => integration.rules.map(ruleDraftOf));
  const adder = useRef<HTMLButtonElement>(null);
  const { integrations: said } = toolWords.value;
  const { settings } = words.value;
  const isOwn = integration.kind === "generic";

  const save = async () => {
    const twice = namedTwice(rules);
    if (twice >= 0) throw atRule(twice, said.rules.twice);
    const change = { rules: rules.map(ruleOf), ...(isOwn && { mapping: mappingOf(mapping) }) };
    await patch<Integration>(`/integrations/${integration.id}`, change);
    await reload();
    say(settings.saved);
  };
  const swapUp = (index: number) =>
    setRules(
      rules.map(
        (rule, at) => (at === index ? rules[at - 1] : at === index - 1 ? rules[at + 1] : null) ?? rule,
      ),
    );

  return (
    <div class="tool-halves">
      <section class="panel" aria-labelledby="rules">
        <SaveForm submit={isOwn ? said.rules.saveBoth : said.rules.save} onSave={save}>
          {isOwn && (
            <>
              <h2>{said.mapping.title}</h2>
              <MappingFields draft={mapping} onEdit={setMapping} />
            </>
          )}
          <h2 id="rules">{said.rules.title}</h2>
          <p class="quiet">{rules.length === 0 ? said.rules.none : said.rules.intro}</p>
          {rules.length > 0 && (
            <ol class="rules">
              {rules.map((rule, index) => (
                <RuleFields
                  key={rule.key}
                  rule={rule}
                  index={index}
                  teams={teams}
                  onEdit={(next) => setRules(rules.map((one) => (one.key === rule.key ? next : one)))}
                  onUp={index === 0 ? null : () => swapUp(index)}
                  onRemove={() => {
                    setRules(rules.filter((one) => one.key !== rule.key));
                    adder.current?.focus();
                  }}
                />
              ))}
            </ol>
          )}
          {rules.length < MOST_RULES && (
            <div>
              <button ref={adder} type="button" onClick={() => setRules([...rules, newRule()])}>
                {said.rules.add}
              </button>
            </div>
          )}
        </SaveForm>
      </section>
      <TrialPanel
        integration={integration}
        teams={teams}
        mapping={isOwn ? mappingOf(mapping) : null}
        rules={rules.flatMap((rule, index) =>
          isComplete(rule) ? [{ place: index + 1, rule: ruleOf(rule) }] : [],
        )}
        lastBody={lastBody}
      />
    </div>
  );
}

function atRule(index: number, detail: string): ApiProblem {
  const { problem } = ApiProblem.ofOurs("validation_failed", 422, detail, detail);
  return new ApiProblem({ ...problem, errors: [{ pointer: `/rules/${index}`, detail }] });
}
