import { useState } from "preact/hooks";
import type { CreatedApiKey, NewApiKey } from "../../../contract/api-key.ts";
import { SCOPES, type Scope } from "../../../contract/role.ts";
import { ApiProblem } from "../../api-problem.ts";
import { post } from "../../api.ts";
import { Choose } from "../../components/choose.tsx";
import { Field, FieldGroup } from "../../components/field.tsx";
import { SaveForm } from "../../components/save-form.tsx";
import { words } from "../../words/speak.ts";

const DAY = 86_400_000;
type Lifetime = "never" | "30" | "90" | "365";
const LIFETIMES: readonly Lifetime[] = ["never", "30", "90", "365"];

/** Asks what a new key is for, what it may do and how long, and issues it. */
export function NewKeyForm({ onMade }: { onMade: (key: CreatedApiKey) => Promise<void> }) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["read"]);
  const [lifetime, setLifetime] = useState<Lifetime>("never");
  const { keys: said } = words.value.settings;

  const create = async () => {
    if (scopes.length === 0) throw ApiProblem.atField("/scopes", said.noScope);
    const body: NewApiKey = {
      name: name.trim(),
      scopes: [...scopes],
      expires_at: lifetime === "never" ? null : new Date(Date.now() + Number(lifetime) * DAY).toISOString(),
    };
    const key = await post<CreatedApiKey>("/api-keys", body);
    setName("");
    await onMade(key);
  };
  const tick = (scope: Scope, isIn: boolean) =>
    setScopes(SCOPES.filter((other) => (other === scope ? isIn : scopes.includes(other))));

  return (
    <section class="panel" aria-label={said.create}>
      <SaveForm submit={said.create} onSave={create}>
        <div class="field-pair">
          <Field label={said.name} pointer="/name" hint={said.nameHint}>
            {(control) => (
              <input
                {...control}
                required
                maxLength={100}
                autoComplete="off"
                dir="auto"
                value={name}
                onInput={(event) => setName(event.currentTarget.value)}
              />
            )}
          </Field>
          <Field label={said.ends} pointer="/expires_at">
            {(control) => (
              <Choose
                {...control}
                options={LIFETIMES.map((lifetime) => [lifetime, said.lifetimes[lifetime]])}
                value={lifetime}
                onChoose={setLifetime}
              />
            )}
          </Field>
        </div>
        <FieldGroup legend={said.scopes} pointer="/scopes">
          {SCOPES.map((scope) => (
            <label key={scope}>
              <input
                type="checkbox"
                checked={scopes.includes(scope)}
                onInput={(event) => tick(scope, event.currentTarget.checked)}
              />
              {said.scope[scope]}
            </label>
          ))}
        </FieldGroup>
      </SaveForm>
    </section>
  );
}
