import type { Member, MemberChange } from "../../../contract/member.ts";
import type { Role } from "../../../contract/role.ts";
import type { ApiProblem } from "../../api-problem.ts";
import type { Words } from "../../words/words.ts";

/** A member as the row shows it before it is saved; no team is the empty text. */
export interface MemberDraft {
  role: Role;
  team: string;
  active: boolean;
}

export function memberDraftOf({ role, team_id, active }: Member): MemberDraft {
  return { role, team: team_id ?? "", active };
}

/** What the draft changes, and nothing else, so that a colleague's change of another field stands; null: nothing. */
export function memberChange(member: Member, draft: MemberDraft): MemberChange | null {
  const team_id = draft.team === "" ? null : draft.team;
  const change: MemberChange = {
    ...(draft.role === member.role ? {} : { role: draft.role }),
    ...(team_id === member.team_id ? {} : { team_id }),
    ...(draft.active === member.active ? {} : { active: draft.active }),
  };
  return Object.keys(change).length === 0 ? null : change;
}

/** The rules about owners in the words of the page; null where the server's own words are the best there are. */
export function memberRefusal(
  { code }: ApiProblem,
  { lastOwner, onlyOwners }: Words["settings"]["members"],
): string | null {
  if (code === "invalid_transition") return lastOwner;
  return code === "forbidden" ? onlyOwners : null;
}
