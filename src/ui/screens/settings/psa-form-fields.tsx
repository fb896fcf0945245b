import { Field } from "../../components/field.tsx";
import { MoreFields } from "../../components/more-fields.tsx";
import { NameField } from "../../components/name-field.tsx";
import { SwitchBox } from "../../components/switch-box.tsx";
import { words } from "../../words/speak.ts";
import { type PsaDraft, hasSecrets } from "./psa-draft.ts";
import { type PsaField, fieldWords, fieldsOf } from "./psa-fields.ts";

interface Props {
  draft: PsaDraft;
  onEdit: (change: Partial<PsaDraft>) => void;
  /** Whether credentials are stored already: then none need be typed. */
  isKept?: boolean;
}

/** Exactly the fields of a kind, each with where its value is found. */
export function PsaFormFields({ draft, onEdit, isKept = false }: Props) {
  const { psa: said } = words.value;
  const fields = fieldsOf(draft.kind);
  const settings = fields.filter(({ part }) => part === "settings");
  const near = settings.filter(({ required, near }) => required || near);
  const rare = settings.filter((field) => !near.includes(field));
  const needsSecrets = !isKept || hasSecrets(draft);
  const one = (field: PsaField, required = field.required) => (
    <OneField
      key={`${draft.kind} ${field.name}`}
      field={field}
      draft={draft}
      required={required}
      onEdit={onEdit}
    />
  );

  return (
    <>
      <NameField
        label={said.name}
        hint={said.nameHint}
        value={draft.name}
        onEdit={(name) => onEdit({ name })}
      />
      <div class="field-pair">{near.map((field) => one(field))}</div>
      <fieldset class="secrets">
        <legend>{said.secrets}</legend>
        <p class="quiet">{isKept ? said.secretsKept : said.secretsNew}</p>
        <div class="field-pair">
          {fields.filter(({ part }) => part === "credentials").map((field) => one(field, needsSecrets))}
        </div>
      </fieldset>
      {rare.length > 0 && (
        <MoreFields key={draft.kind} summary={said.more} names={rare.map(({ name }) => `settings/${name}`)}>
          <div class="field-pair">{rare.map((field) => one(field))}</div>
        </MoreFields>
      )}
      <div>
        <SwitchBox
          label={said.internal}
          checked={draft.internal}
          onSwitch={(internal) => onEdit({ internal })}
        />
        {!draft.internal && <p class="warn">{said.internalHint}</p>}
      </div>
    </>
  );
}

interface OneProps {
  field: PsaField;
  draft: PsaDraft;
  required: boolean;
  onEdit: Props["onEdit"];
}

function OneField({ field, draft, required, onEdit }: OneProps) {
  const { name, part, type } = field;
  const { label, hint } = fieldWords(draft.kind, name);
  const isOptional = part === "settings" && !required;
  const attributes = {
    // Preact types each kind of input apart; these take the same attributes. An address may lack its https://.
    type: (type === "url" ? "text" : type) as "text",
    ...(type === "url" && { inputMode: "url" as const }),
    required,
    // No password of the browser's own belongs here.
    autoComplete: type === "password" ? "new-password" : "off",
    autoCapitalize: "off",
    spellcheck: false,
    maxLength: 1_000,
    value: draft.values[name] ?? "",
  } as const;
  return (
    <Field
      label={isOptional ? `${label} (${words.value.psa.optional})` : label}
      pointer={`/${part}/${name}`}
      hint={hint}
    >
      {(control) => (
        <input
          {...control}
          {...attributes}
          onInput={(event) => onEdit({ values: { ...draft.values, [name]: event.currentTarget.value } })}
        />
      )}
    </Field>
  );
}
