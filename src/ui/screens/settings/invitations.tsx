import { useRef, useState } from "preact/hooks";
import type { Invitation, NewInvitation, Team } from "../../../contract/member.ts";
import type { Role } from "../../../contract/role.ts";
import { ApiProblem } from "../../api-problem.ts";
import { post, remove } from "../../api.ts";
import { Choose } from "../../components/choose.tsx";
import { dayIn } from "../../components/day.tsx";
import { Field } from "../../components/field.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { SaveForm } from "../../components/save-form.tsx";
import { useMe } from "../../use-me.ts";
import { words } from "../../words/speak.ts";
import { roleOptions, teamOptions } from "./choices.ts";
import { Reading } from "./reading.tsx";
import { say } from "./said.ts";
import { useAll } from "./use-all.ts";

/** Who is invited and until when, and the way to invite somebody. */
export function Invitations({ teams }: { teams: readonly Team[] }) {
  const open = useAll<Invitation>("/invitations");
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const { invitations: said, roles } = words.value.settings;
  const teamNames = new Map(teams.map(({ id, name }) => [id, name]));

  const withdraw = async ({ id, email }: Invitation) => {
    setProblem(null);
    try {
      await remove(`/invitations/${id}`);
      await open.reload();
      say(said.withdrawn(email));
      heading.current?.focus();
    } catch (error) {
      setProblem(ApiProblem.from(error));
    }
  };

  return (
    <section class="panel" aria-labelledby="invitations">
      <h2 id="invitations" ref={heading} tabIndex={-1}>
        {said.title}
      </h2>
      <InviteForm teams={teams} onInvited={open.reload} />
      <Reading of={open} />
      {problem !== null && <ProblemNote problem={problem} sent />}
      {open.items?.length === 0 && <p class="quiet">{said.none}</p>}
      {open.items !== null && open.items.length > 0 && (
        <ul class="rows">
          {open.items.map((invitation) => (
            <li key={invitation.id}>
              <span>{invitation.email}</span>
              <span class="quiet">
                {[
                  roles[invitation.role],
                  invitation.team_id === null ? undefined : teamNames.get(invitation.team_id),
                  said.expires(dayIn(invitation.expires_at)),
                ]
                  .filter((part) => part !== undefined)
                  .join(" · ")}
              </span>
              <button
                type="button"
                class="link"
                aria-label={said.withdrawOf(invitation.email)}
                onClick={() => void withdraw(invitation)}
              >
                {said.withdraw}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function InviteForm({ teams, onInvited }: { teams: readonly Team[]; onInvited: () => Promise<void> }) {
  const me = useMe();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("engineer");
  const [team, setTeam] = useState("");
  const { invitations: said, members } = words.value.settings;

  const invite = async () => {
    const body: NewInvitation = { email: email.trim(), role, team_id: team === "" ? null : team };
    const invitation = await post<Invitation>("/invitations", body);
    setEmail("");
    await onInvited();
    say(said.invited(invitation.email));
  };

  return (
    <SaveForm class="inline-form" submit={said.invite} onSave={invite}>
      <Field label={said.email} pointer="/email" class="wide">
        {(control) => (
          <input
            {...control}
            type="email"
            required
            maxLength={254}
            autoComplete="off"
            value={email}
            onInput={(event) => setEmail(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label={members.role} pointer="/role">
        {(control) => <Choose {...control} options={roleOptions(me.role)} value={role} onChoose={setRole} />}
      </Field>
      <Field label={members.team} pointer="/team_id">
        {(control) => <Choose {...control} options={teamOptions(teams)} value={team} onChoose={setTeam} />}
      </Field>
    </SaveForm>
  );
}
