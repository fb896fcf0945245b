import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { PsaConnection } from "../../../contract/psa-connection.ts";
import { patch } from "../../api.ts";
import { Ago } from "../../components/ago.tsx";
import { SaveForm } from "../../components/save-form.tsx";
import { words } from "../../words/speak.ts";
import { type PsaDraft, connectionChange, psaDraftOf } from "./psa-draft.ts";
import { PsaFormFields } from "./psa-form-fields.tsx";
import { say } from "./said.ts";
import { TestResult, useTest } from "./tested.tsx";
import { TheirWords } from "./their-words.tsx";

interface Props {
  connection: PsaConnection;
  /** It was made just now: it is tested without being asked, and has the focus. */
  isNew: boolean;
  reload: () => Promise<void>;
  onRemove: () => void;
}

/** One connection: how it stands, its test, and its settings when they are asked for. */
export function PsaRow({ connection, isNew, reload, onRemove }: Props) {
  const [isOpen, setOpen] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const { psa: said } = words.value;
  const { id, kind, name } = connection;

  const { tested, test, forget } = useTest(`/psa/connections/${id}/test`, reload);
  useEffect(() => {
    if (!isNew) return;
    heading.current?.focus();
    void test();
  }, [isNew]);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  const save = async (change: Record<string, unknown> | null) => {
    if (change !== null) await patch<PsaConnection>(`/psa/connections/${id}`, change);
    // What was said of the settings before is not true of these.
    forget();
    await reload();
    close();
    say(said.saved(String(change?.["name"] ?? name)));
  };

  return (
    <li class="panel">
      <div class="outside-head">
        <h2 ref={heading} tabIndex={-1}>
          <bdi>{name}</bdi>
        </h2>
        <span class="quiet">{said.kinds[kind]}</span>
        <span class="chip" data-works={connection.broken_since === null ? "yes" : "no"}>
          {connection.broken_since === null ? said.works : said.broken}
        </span>
      </div>
      {connection.broken_since !== null && tested?.kind !== "told" && (
        <div class="note note-problem">
          <p>
            {said.since} <Ago at={connection.broken_since} />.
          </p>
          {connection.last_error !== null && <TheirWords words={connection.last_error} />}
        </div>
      )}
      <TestResult tested={tested} passed={said.passed} failed={said.failed} />
      <div class="actions">
        <button
          type="button"
          aria-label={said.testOf(name)}
          aria-disabled={tested?.kind === "running"}
          onClick={() => void test()}
        >
          {tested?.kind === "running" ? said.testing : said.test}
        </button>
        <button
          ref={opener}
          type="button"
          aria-label={said.editOf(name)}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {said.edit}
        </button>
        <button type="button" class="link" aria-label={said.removeOf(name)} onClick={onRemove}>
          {said.remove}
        </button>
      </div>
      {isOpen && <EditForm connection={connection} onSave={save} onClose={close} />}
    </li>
  );
}

interface EditProps {
  connection: PsaConnection;
  onSave: (change: Record<string, unknown> | null) => Promise<void>;
  onClose: () => void;
}

function EditForm({ connection, onSave, onClose }: EditProps) {
  const [draft, setDraft] = useState<PsaDraft>(() => psaDraftOf(connection));
  const box = useRef<HTMLDivElement>(null);
  const { save, cancel } = words.value.settings;
  // Before anything can be typed: a secret must never go where the focus came too late.
  useLayoutEffect(() => box.current?.querySelector("input")?.focus(), []);
  return (
    <div
      ref={box}
      class="outside-edit"
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <SaveForm
        submit={save}
        onSave={() => onSave(connectionChange(connection, draft))}
        beside={
          <button type="button" onClick={onClose}>
            {cancel}
          </button>
        }
      >
        <PsaFormFields draft={draft} isKept onEdit={(change) => setDraft((old) => ({ ...old, ...change }))} />
      </SaveForm>
    </div>
  );
}
