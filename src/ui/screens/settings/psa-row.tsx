import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { PsaConnection, PsaTest } from "../../../contract/psa-connection.ts";
import { ApiProblem } from "../../api-problem.ts";
import { patch, post } from "../../api.ts";
import { Ago } from "../../components/ago.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { SaveForm } from "../../components/save-form.tsx";
import { words } from "../../words/speak.ts";
import { type PsaDraft, connectionChange, psaDraftOf } from "./psa-draft.ts";
import { PsaFormFields } from "./psa-form-fields.tsx";
import { say } from "./said.ts";

interface Props {
  connection: PsaConnection;
  /** It was made just now: it is tested without being asked, and has the focus. */
  isNew: boolean;
  reload: () => Promise<void>;
  onRemove: () => void;
}

type Tested =
  | { kind: "running" }
  | { kind: "told"; test: PsaTest }
  | { kind: "unknown"; problem: ApiProblem };

/** One connection: how it stands, its test, and its settings when they are asked for. */
export function PsaRow({ connection, isNew, reload, onRemove }: Props) {
  const [tested, setTested] = useState<Tested | null>(null);
  const [isOpen, setOpen] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const { psa: said } = words.value;
  const { id, kind, name } = connection;

  const test = async () => {
    if (tested?.kind === "running") return;
    setTested({ kind: "running" });
    try {
      setTested({ kind: "told", test: await post<PsaTest>(`/psa/connections/${id}/test`, {}) });
    } catch (error) {
      setTested({ kind: "unknown", problem: ApiProblem.from(error) });
    }
    await reload();
  };
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
    setTested(null);
    await reload();
    close();
    say(said.saved(String(change?.["name"] ?? name)));
  };

  return (
    <li class="panel psa">
      <div class="psa-head">
        <h2 ref={heading} tabIndex={-1}>
          <bdi>{name}</bdi>
        </h2>
        <span class="quiet">{said.kinds[kind]}</span>
        <span class="chip" data-psa={connection.broken_since === null ? "works" : "broken"}>
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
      <TestResult tested={tested} />
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

/** What a test came to; said aloud when it comes. */
function TestResult({ tested }: { tested: Tested | null }) {
  const { psa: said } = words.value;
  if (tested?.kind === "unknown") return <ProblemNote problem={tested.problem} sent />;
  return (
    <div role="status" class="psa-test">
      {tested?.kind === "told" && (
        <div class={`note ${tested.test.ok ? "note-good" : "note-problem"}`}>
          <p>
            <strong>{tested.test.ok ? said.passed : said.failed}</strong>
          </p>
          <TheirWords words={tested.test.detail} />
        </div>
      )}
    </div>
  );
}

/** What the PSA said, in whatever language that is. */
function TheirWords({ words }: { words: string }) {
  return (
    <p class="their-words" dir="auto" translate={false}>
      {words}
    </p>
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
      class="psa-edit"
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
