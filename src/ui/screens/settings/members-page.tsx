import { useRef, useState } from "preact/hooks";
import type { Member, Team } from "../../../contract/member.ts";
import { remove } from "../../api.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { PageHeading } from "../../components/page-heading.tsx";
import { loadMe } from "../../me.ts";
import { useMe } from "../../use-me.ts";
import { words } from "../../words/speak.ts";
import { toolWords } from "../../words/tool-words.ts";
import { byName } from "./choices.ts";
import { Invitations } from "./invitations.tsx";
import { memberRefusal } from "./member-draft.ts";
import { MemberRow } from "./member-row.tsx";
import { Reading } from "./reading.tsx";
import { say } from "./said.ts";
import { useAll } from "./use-all.ts";

/** Who belongs to the account, as what and in which team, and who is invited. */
export function MembersPage() {
  const me = useMe();
  const members = useAll<Member>("/members");
  const teams = useAll<Team>("/teams");
  const [leaving, setLeaving] = useState<Member | null>(null);
  const table = useRef<HTMLTableElement>(null);
  const { pages, members: said } = words.value.settings;

  const changed = async ({ user_id, name }: Member) => {
    await members.reload();
    say(said.savedOf(name));
    // Another role is another page for oneself; who cannot be asked now asks again soon.
    if (user_id === me.user.id) await loadMe().catch(() => undefined);
  };
  const removeNow = async (member: Member) => {
    await remove(`/members/${member.id}`);
    await members.reload();
    say(said.removed(member.name));
  };

  return (
    <>
      <PageHeading title={pages.members} />
      <p class="quiet">{said.intro}</p>
      <Reading of={members} />
      <Reading of={{ ...teams, items: [] }} />
      {members.items !== null && (
        <table class="grid grid-members" ref={table} tabIndex={-1} aria-label={pages.members}>
          <thead>
            <tr>
              {[said.name, said.role, said.team, said.active].map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
              <th scope="col">
                <span class="unseen">{said.change}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {byName(members.items).map((member) => (
              <MemberRow
                key={member.id}
                member={member}
                teams={teams.items ?? []}
                onChanged={changed}
                onRemove={() => setLeaving(member)}
              />
            ))}
          </tbody>
        </table>
      )}
      <p>
        <a href="/settings/members/import">{toolWords.value.importing.link}</a>
      </p>
      <Invitations teams={teams.items ?? []} />
      {leaving !== null && (
        <ConfirmDialog
          title={said.removeTitle(leaving.name)}
          detail={said.removeDetail(leaving.email)}
          confirm={said.remove}
          explain={(problem) => memberRefusal(problem, said)}
          onConfirm={() => removeNow(leaving)}
          onClose={(isDone) => {
            setLeaving(null);
            if (isDone) table.current?.focus();
          }}
        />
      )}
    </>
  );
}
