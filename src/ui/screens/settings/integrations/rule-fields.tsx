import { useLayoutEffect, useRef } from "preact/hooks";
import { RULE_FIELDS } from "../../../../contract/integration-fields.ts";
import type { Team } from "../../../../contract/member.ts";
import { Choose } from "../../../components/choose.tsx";
import { Field, FieldGroup } from "../../../components/field.tsx";
import { words } from "../../../words/speak.ts";
import { toolWords } from "../../../words/tool-words.ts";
import { byName } from "../choices.ts";
import { ConditionFields } from "./condition-fields.tsx";
import { priorityOptions } from "./integration-draft.ts";
import { NO_TEAM, type RuleDraft, newCondition } from "./rule-draft.ts";

interface Props {
  rule: RuleDraft;
  /** Counted from nought. */
  index: number;
  teams: readonly Team[];
  onEdit: (rule: RuleDraft) => void;
  onUp: (() => void) | null;
  onRemove: () => void;
}

const MOST_CONDITIONS = RULE_FIELDS.length + 1;

/** One rule: what must fit, and what then becomes of the alert. */
export function RuleFields({ rule, index, teams, onEdit, onUp, onRemove }: Props) {
  const { rules: said } = toolWords.value.integrations;
  const { conditions, handling } = rule;
  const edit = (change: Partial<RuleDraft>) => onEdit({ ...rule, ...change });
  const place = index + 1;
  const adder = useRef<HTMLButtonElement>(null);
  const item = useFocusAfterMove(index);
  return (
    <li ref={item.ref} class="rule">
      <FieldGroup legend={said.rule(place)} pointer={`/rules/${index}`}>
        {conditions.map((condition, at) => (
          <ConditionFields
            key={at}
            condition={condition}
            onEdit={(next) =>
              edit({ conditions: conditions.map((one, other) => (other === at ? next : one)) })
            }
            place={at + 1}
            onRemove={
              conditions.length === 1
                ? null
                : () => {
                    edit({ conditions: conditions.filter((_, other) => other !== at) });
                    adder.current?.focus();
                  }
            }
          />
        ))}
        {conditions.length < MOST_CONDITIONS && (
          <button
            ref={adder}
            type="button"
            class="link"
            onClick={() => edit({ conditions: [...conditions, newCondition()] })}
          >
            {said.addCondition}
          </button>
        )}
        <div class="rule-then">
          <Field label={said.outcome} pointer={`/rules/${index}/handling`}>
            {(control) => (
              <Choose
                {...control}
                options={HANDLINGS.map((one) => [one, said.handling[one]])}
                value={handling}
                onChoose={(next) => edit({ handling: next })}
              />
            )}
          </Field>
          {handling !== "suppress" && <Outcome rule={rule} index={index} teams={teams} onEdit={edit} />}
        </div>
        <div class="rule-verbs">
          {onUp !== null && (
            <button
              type="button"
              class="link"
              data-up
              aria-label={said.up(place)}
              onClick={() => {
                item.follow();
                onUp();
              }}
            >
              {said.moveUp}
            </button>
          )}
          <button type="button" class="link" onClick={onRemove}>
            {said.remove(place)}
          </button>
        </div>
      </FieldGroup>
    </li>
  );
}

/** What is moved in the page loses the focus: it goes back to the button, and at the top to the rule's first field. */
function useFocusAfterMove(index: number) {
  const ref = useRef<HTMLLIElement>(null);
  const isMoving = useRef(false);
  useLayoutEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    const item = ref.current;
    (item?.querySelector<HTMLElement>("[data-up]") ?? item?.querySelector("select"))?.focus();
  }, [index]);
  return { ref, follow: () => (isMoving.current = true) };
}

const HANDLINGS = ["escalate", "park", "suppress"] as const;

interface OutcomeProps extends Pick<Props, "rule" | "index" | "teams"> {
  onEdit: (change: Partial<RuleDraft>) => void;
}

function Outcome({ rule, index, teams, onEdit }: OutcomeProps) {
  const { rules: said } = toolWords.value.integrations;
  const { choose } = words.value.settings;
  const named = byName(teams).map(({ id, name }) => [id, name] as const);
  return (
    <>
      <Field label={said.priority} pointer={`/rules/${index}/priority`}>
        {(control) => (
          <Choose
            {...control}
            options={priorityOptions(said.asReported)}
            value={rule.priority}
            onChoose={(priority) => onEdit({ priority })}
          />
        )}
      </Field>
      {teams.length > 0 && (
        <Field label={said.team} pointer={`/rules/${index}/team_id`}>
          {(control) => (
            <Choose
              {...control}
              options={[["", said.asUsual], [NO_TEAM, choose.team], ...named]}
              value={rule.team}
              onChoose={(team) => onEdit({ team })}
            />
          )}
        </Field>
      )}
    </>
  );
}
