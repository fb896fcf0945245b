import { useRef, useState } from "preact/hooks";
import type { Member, Team } from "../../../contract/member.ts";
import { post, remove } from "../../api.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { Field } from "../../components/field.tsx";
import { PageHeading } from "../../components/page-heading.tsx";
import { SaveForm } from "../../components/save-form.tsx";
import { words } from "../../words/speak.ts";
import { byName } from "./choices.ts";
import { Reading } from "./reading.tsx";
import { say } from "./said.ts";
import { TeamRow } from "./team-row.tsx";
import { useAll } from "./use-all.ts";

/** The account's teams: add, rename in place, delete. */
export function TeamsPage() {
  const teams = useAll<Team>("/teams");
  const members = useAll<Member>("/members");
  const [name, setName] = useState("");
  const [going, setGoing] = useState<Team | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const { pages, teams: said } = words.value.settings;

  const add = async () => {
    const team = await post<Team>("/teams", { name: name.trim() });
    setName("");
    await teams.reload();
    say(said.added(team.name));
  };
  const removeNow = async (team: Team) => {
    await remove(`/teams/${team.id}`);
    await Promise.all([teams.reload(), members.reload()]);
    say(said.removed(team.name));
  };

  return (
    <>
      <PageHeading title={pages.teams} />
      <p class="quiet">{said.intro}</p>
      <section class="panel" aria-label={pages.teams}>
        <SaveForm class="inline-form" submit={said.add} onSave={add}>
          <Field label={said.name} pointer="/name" class="wide">
            {(control) => (
              <input
                {...control}
                ref={input}
                required
                maxLength={100}
                autoComplete="off"
                dir="auto"
                value={name}
                onInput={(event) => setName(event.currentTarget.value)}
              />
            )}
          </Field>
        </SaveForm>
        <Reading of={teams} />
        {teams.items?.length === 0 && <p class="quiet">{said.none}</p>}
        {teams.items !== null && teams.items.length > 0 && (
          <ul class="rows">
            {byName(teams.items).map((team) => (
              <TeamRow
                key={team.id}
                team={team}
                members={members.items?.filter(({ team_id }) => team_id === team.id).length ?? null}
                onRenamed={teams.reload}
                onRemove={() => setGoing(team)}
              />
            ))}
          </ul>
        )}
      </section>
      {going !== null && (
        <ConfirmDialog
          title={said.removeTitle(going.name)}
          detail={said.removeDetail}
          confirm={said.remove}
          onConfirm={() => removeNow(going)}
          onClose={(isDone) => {
            setGoing(null);
            if (isDone) input.current?.focus();
          }}
        />
      )}
    </>
  );
}
