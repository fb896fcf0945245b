import { useState } from "preact/hooks";
import type { ImportFile, ImportReport } from "../../../contract/import.ts";
import { post } from "../../api.ts";
import { Choose } from "../../components/choose.tsx";
import { Field } from "../../components/field.tsx";
import { PageHeading } from "../../components/page-heading.tsx";
import { SaveForm } from "../../components/save-form.tsx";
import { focusHeading } from "../../focus-heading.ts";
import { words } from "../../words/speak.ts";
import { toolWords } from "../../words/tool-words.ts";
import { ImportOutcome } from "./import-outcome.tsx";
import { say } from "./said.ts";

type Source = ImportFile["source"];
const SOURCES: readonly (readonly [Source, string])[] = [
  ["pagerduty", "PagerDuty"],
  ["opsgenie", "Opsgenie"],
];
/** What was looked at or imported, and what came of it. */
interface Looked {
  file: ImportFile;
  report: ImportReport;
}
/** The API takes no more. */
const MOST_CHARACTERS = 250_000;

/** People and on-call lists of another tool: first what would happen, then, when that is wanted, that it happens. */
export function ImportPage() {
  const [source, setSource] = useState<Source>("pagerduty");
  const [content, setContent] = useState("");
  const [looked, setLooked] = useState<Looked | null>(null);
  const { importing: said } = toolWords.value;
  const { settings } = words.value;

  const file: ImportFile = { source, format: formatOf(content), content };
  const run = async (of: ImportFile, isDry: boolean) => {
    const report = await post<ImportReport>(`/account/import?dry_run=${isDry}`, of);
    setLooked({ file: of, report });
    if (isDry) return;
    say(said.done);
    focusHeading();
  };
  const edit = (text: string) => {
    setContent(text);
    setLooked(null);
  };
  // What was changed while it was looked at has not been looked at.
  const isOfThis = looked?.file.content === content && looked.file.source === source;
  const report = looked !== null && (isOfThis || !looked.report.dry_run) ? looked.report : null;

  return (
    <>
      <p class="back">
        <a href="/settings/members">{said.toMembers}</a>
      </p>
      <PageHeading title={said.title} />
      <p class="quiet">{said.intro}</p>
      {report?.dry_run !== false && (
        <section class="panel own" aria-label={said.title}>
          <SaveForm
            submit={said.look}
            tone={report === null ? "primary" : "plain"}
            onSave={() => run(file, true)}
          >
            <Field label={said.source} pointer="/source">
              {(control) => (
                <Choose
                  {...control}
                  options={SOURCES}
                  value={source}
                  onChoose={(next) => {
                    setSource(next);
                    setLooked(null);
                  }}
                />
              )}
            </Field>
            <Field label={said.file} pointer="/file">
              {(control) => (
                <input
                  {...control}
                  type="file"
                  accept=".csv,.json,text/csv,application/json"
                  onChange={(event) => {
                    const [file] = event.currentTarget.files ?? [];
                    if (file !== undefined) void file.text().then(edit);
                  }}
                />
              )}
            </Field>
            <Field label={said.paste} pointer="/content">
              {(control) => (
                <textarea
                  {...control}
                  rows={6}
                  required
                  maxLength={MOST_CHARACTERS}
                  spellcheck={false}
                  autoComplete="off"
                  value={content}
                  onInput={(event) => edit(event.currentTarget.value)}
                />
              )}
            </Field>
          </SaveForm>
        </section>
      )}
      {report !== null && <ImportOutcome report={report} onApply={() => run(file, false)} />}
      {report?.dry_run === false && (
        <div class="actions">
          <button type="button" onClick={() => edit("")}>
            {said.another}
          </button>
          <a class="button" href="/settings/members">
            {settings.pages.members}
          </a>
        </div>
      )}
    </>
  );
}

/** An export begins as what it is. */
function formatOf(content: string): ImportFile["format"] {
  return /^\uFEFF?\s*[[{]/.test(content) ? "json" : "csv";
}
