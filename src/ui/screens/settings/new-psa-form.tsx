import { useState } from "preact/hooks";
import type { PsaConnection } from "../../../contract/psa-connection.ts";
import type { PsaKind } from "../../../contract/psa.ts";
import { post } from "../../api.ts";
import { SaveForm } from "../../components/save-form.tsx";
import { words } from "../../words/speak.ts";
import { newConnectionOf, newDraft } from "./psa-draft.ts";
import { PSA_KINDS_OFFERED } from "./psa-fields.ts";
import { PsaFormFields } from "./psa-form-fields.tsx";

interface Props {
  onMade: (connection: PsaConnection) => Promise<void>;
  /** The way out, where there is something to go back to. */
  onCancel: (() => void) | null;
}

/** Asks which PSA it is, and then for exactly what that one needs. */
export function NewPsaForm({ onMade, onCancel }: Props) {
  const { psa: said, settings } = words.value;
  const suggested = (kind: PsaKind) => (kind === "webhook" ? "" : said.kinds[kind]);
  const [draft, setDraft] = useState(() => newDraft("connectwise", suggested("connectwise")));

  const choose = (kind: PsaKind) => {
    const isOwn = draft.name !== suggested(draft.kind);
    setDraft(newDraft(kind, isOwn ? draft.name : suggested(kind)));
  };
  const connect = async () => {
    await onMade(await post<PsaConnection>("/psa/connections", newConnectionOf(draft)));
  };

  return (
    <section class="panel" aria-label={said.add}>
      <SaveForm
        submit={said.connect}
        onSave={connect}
        beside={
          onCancel !== null && (
            <button type="button" onClick={onCancel}>
              {settings.cancel}
            </button>
          )
        }
      >
        <fieldset class="choices outside-kinds">
          <legend>{said.kind}</legend>
          {PSA_KINDS_OFFERED.map((kind) => (
            <label key={kind}>
              <input
                type="radio"
                name="psa-kind"
                checked={draft.kind === kind}
                onInput={() => choose(kind)}
              />
              {said.kinds[kind]}
            </label>
          ))}
        </fieldset>
        <p class="note">{said.how[draft.kind]}</p>
        <PsaFormFields draft={draft} onEdit={(change) => setDraft((old) => ({ ...old, ...change }))} />
      </SaveForm>
    </section>
  );
}
