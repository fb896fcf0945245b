import type { Member } from "../../../contract/member.ts";
import { WORKING_ROLES } from "../../../contract/role.ts";
import { Choose } from "../../components/choose.tsx";
import { Field } from "../../components/field.tsx";
import { words } from "../../words/speak.ts";
import { byName } from "./choices.ts";
import { MinutesField } from "./minutes-field.tsx";
import type { PolicyDraft } from "./policy-draft.ts";
import { Reminders } from "./reminders.tsx";

/** What every part of the policy's form gets: the draft, and how to change it. */
export interface PartProps {
  draft: PolicyDraft;
  onEdit: (change: Partial<PolicyDraft>) => void;
}

/** Who is told first, who is reminded, who comes next. */
export function TellingFields({ draft, onEdit, members }: PartProps & { members: readonly Member[] }) {
  const { policy: said, choose } = words.value.settings;
  const people = members.filter(
    ({ user_id, role, active }) => (active && WORKING_ROLES.includes(role)) || user_id === draft.fallback,
  );
  return (
    <section class="panel" aria-labelledby="telling">
      <h2 id="telling">{said.telling}</h2>
      <Field label={said.first} pointer="/first_notify">
        {(control) => (
          <Choose
            {...control}
            options={[
              ["account", said.firstNotify.account],
              ["team", said.firstNotify.team],
            ]}
            value={draft.first}
            onChoose={(first) => onEdit({ first })}
          />
        )}
      </Field>
      <Reminders reminders={draft.reminders} onReminders={(reminders) => onEdit({ reminders })} />
      <div class="field-pair">
        <MinutesField
          label={said.widen}
          pointer="/widen_after_minutes"
          value={draft.widen}
          onMinutes={(widen) => onEdit({ widen })}
        />
        <MinutesField
          label={said.repeat}
          pointer="/repeat_every_minutes"
          value={draft.repeat}
          onMinutes={(repeat) => onEdit({ repeat })}
        />
      </div>
      <Field label={said.fallback} pointer="/fallback_user_id" hint={said.fallbackHint}>
        {(control) => (
          <Choose
            {...control}
            options={[
              ["", choose.nobody],
              ...byName(people).map(({ user_id, name }) => [user_id, name] as const),
            ]}
            value={draft.fallback}
            onChoose={(fallback) => onEdit({ fallback })}
          />
        )}
      </Field>
    </section>
  );
}
