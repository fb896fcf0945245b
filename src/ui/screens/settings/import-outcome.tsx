import type { ImportReport } from "../../../contract/import.ts";
import { SaveForm } from "../../components/save-form.tsx";
import { words } from "../../words/speak.ts";
import { toolWords } from "../../words/tool-words.ts";

/** What an import would do, with the way to do it, or what it did. */
export function ImportOutcome({ report, onApply }: { report: ImportReport; onApply: () => Promise<void> }) {
  const { importing: said } = toolWords.value;
  const { settings } = words.value;
  const { dry_run, created, skipped, problems } = report;
  const teams = created.filter(({ kind }) => kind === "team");
  const people = created.filter(({ kind }) => kind === "invitation");
  const reasonOf = (reason: string) => said.reasons[reason] ?? reason;
  const apply = people.length > 0 ? said.apply(people.length) : said.applyTeams(teams.length);

  return (
    <section class="panel own import-outcome" aria-labelledby="outcome">
      <h2 id="outcome">{dry_run ? said.would : said.did}</h2>
      {created.length === 0 && <p role="status">{said.nothing}</p>}
      <Group title={said.teams} lines={teams.map(({ name }) => ({ name, about: null }))} />
      <Group
        title={dry_run ? said.wouldInvite : said.people}
        lines={people.map(({ name, role, team }) => ({
          name,
          about: [role && settings.roles[role], team].filter((part) => part).join(" · "),
        }))}
      />
      <Group
        title={said.there}
        lines={skipped.map(({ name, reason }) => ({ name, about: reasonOf(reason) }))}
      />
      <Group
        title={said.unread}
        lines={problems.map(({ row, detail }) => ({ name: said.row(row), about: reasonOf(detail) }))}
      />
      {dry_run && created.length > 0 && (
        <SaveForm submit={apply} onSave={onApply}>
          {null}
        </SaveForm>
      )}
    </section>
  );
}

interface Line {
  name: string;
  about: string | null;
}

function Group({ title, lines }: { title: string; lines: readonly Line[] }) {
  if (lines.length === 0) return null;
  return (
    <div>
      <h3>
        {title} <span class="quiet">{lines.length}</span>
      </h3>
      <ul class="import-lines">
        {lines.map(({ name, about }, index) => (
          <li key={index}>
            <bdi>{name}</bdi> {about !== null && <bdi class="quiet">{about}</bdi>}
          </li>
        ))}
      </ul>
    </div>
  );
}
