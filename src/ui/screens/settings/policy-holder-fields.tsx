import { SwitchBox } from "../../components/switch-box.tsx";
import { words } from "../../words/speak.ts";
import { MinutesField } from "./minutes-field.tsx";
import type { PartProps } from "./policy-telling-fields.tsx";

/** What becomes of an escalation whose holder does nothing. */
export function HolderFields({ draft, onEdit }: PartProps) {
  const { policy: said } = words.value.settings;
  return (
    <section class="panel" aria-labelledby="holding">
      <h2 id="holding">{said.holding}</h2>
      <SwitchBox
        label={said.hasLease}
        checked={draft.hasLease}
        onSwitch={(hasLease) => onEdit({ hasLease })}
      />
      {draft.hasLease && (
        <MinutesField
          label={said.lease}
          pointer="/claim_lease_minutes"
          hint={said.leaseHint}
          value={draft.lease}
          onMinutes={(lease) => onEdit({ lease })}
        />
      )}
    </section>
  );
}
