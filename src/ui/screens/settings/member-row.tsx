import { useEffect, useRef, useState } from "preact/hooks";
import type { Member, Team } from "../../../contract/member.ts";
import { ApiProblem } from "../../api-problem.ts";
import { patch } from "../../api.ts";
import { Choose } from "../../components/choose.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useMe } from "../../use-me.ts";
import { words } from "../../words/speak.ts";
import { roleOptions, teamOptions } from "./choices.ts";
import { memberChange, memberDraftOf, memberRefusal } from "./member-draft.ts";

interface Props {
  member: Member;
  teams: readonly Team[];
  onChanged: (member: Member) => Promise<void>;
  onRemove: () => void;
}

/** One member. What is chosen is saved by its button: a key that goes through a list's roles gives none of them. */
export function MemberRow({ member, teams, onChanged, onRemove }: Props) {
  const me = useMe();
  const [draft, setDraft] = useState(() => memberDraftOf(member));
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const row = useRef<HTMLTableRowElement>(null);
  const { members: said, save, saving, discard, roles } = words.value.settings;
  const { role, team_id, active } = member;
  useEffect(() => setDraft(memberDraftOf(member)), [role, team_id, active]);

  const change = memberChange(member, draft);
  const mayChange = member.role !== "owner" || me.role === "owner";
  const settle = () => row.current?.querySelector("select")?.focus();
  const edit = (part: Partial<typeof draft>) => {
    setDraft({ ...draft, ...part });
    setProblem(null);
  };
  const send = async () => {
    if (isBusy || change === null) return;
    setBusy(true);
    setProblem(null);
    try {
      await onChanged(await patch<Member>(`/members/${member.id}`, change));
      settle();
    } catch (error) {
      setProblem(ApiProblem.from(error));
    } finally {
      setBusy(false);
    }
  };
  const takeBack = () => {
    edit(memberDraftOf(member));
    settle();
  };

  return (
    <>
      <tr ref={row} data-inactive={!member.active}>
        <th scope="row">
          <bdi>{member.name}</bdi>
          {member.user_id === me.user.id && <span class="chip">{said.you}</span>}
          <span class="quiet">{member.email}</span>
          {!member.reachable && <span class="warn">{said.comesBack}</span>}
        </th>
        <td data-label={said.role}>
          {mayChange ? (
            <Choose
              aria-label={said.roleOf(member.name)}
              options={roleOptions(me.role)}
              value={draft.role}
              onChoose={(role) => edit({ role })}
            />
          ) : (
            roles[member.role]
          )}
        </td>
        <td data-label={said.team}>
          <Choose
            aria-label={said.teamOf(member.name)}
            options={teamOptions(teams)}
            value={draft.team}
            disabled={!mayChange}
            onChoose={(team) => edit({ team })}
          />
        </td>
        <td data-label={said.active}>
          <input
            type="checkbox"
            aria-label={said.isActive(member.name)}
            checked={draft.active}
            disabled={!mayChange}
            onInput={(event) => edit({ active: event.currentTarget.checked })}
          />
        </td>
        <td class="grid-actions">
          {change !== null && (
            <>
              <button
                type="button"
                class="primary"
                aria-label={said.saveOf(member.name)}
                onClick={() => void send()}
              >
                {isBusy ? saving : save}
              </button>
              <button type="button" class="link" aria-label={said.discardOf(member.name)} onClick={takeBack}>
                {discard}
              </button>
            </>
          )}
          {change === null && mayChange && (
            <button type="button" class="link" aria-label={said.removeOf(member.name)} onClick={onRemove}>
              {said.remove}
            </button>
          )}
        </td>
      </tr>
      {problem !== null && (
        <tr class="grid-note">
          <td colSpan={5}>
            <Refused problem={problem} reason={memberRefusal(problem, said)} />
          </td>
        </tr>
      )}
    </>
  );
}

function Refused({ problem, reason }: { problem: ApiProblem; reason: string | null }) {
  if (reason === null) return <ProblemNote problem={problem} sent />;
  return (
    <p class="note" role="status">
      {reason}
    </p>
  );
}
