import type { Branch } from "../../contract/session.ts";
import { STATUS_WORDS } from "../status-words.ts";

interface Props {
  branches: Branch[];
  activeId: string | null;
  parentId?: string | null;
}

/** The branches of a session as a tree; the one worked on is marked. */
export function BranchList({ branches, activeId, parentId = null }: Props) {
  const known = new Set(branches.map((branch) => branch.id));
  const level = branches.filter((branch) =>
    parentId === null
      ? branch.parent_branch_id === null || !known.has(branch.parent_branch_id)
      : branch.parent_branch_id === parentId,
  );
  if (level.length === 0) return null;
  return (
    <ul class="branches">
      {level.map((branch) => (
        <li key={branch.id} aria-current={branch.id === activeId ? "true" : undefined}>
          {branch.label} <span class="chip">{STATUS_WORDS.branch[branch.status]}</span>
          {branch.id === activeId && <span class="quiet"> worked on now</span>}
          {branch.status_reason !== null && <p class="quiet">{branch.status_reason}</p>}
          <BranchList branches={branches} activeId={activeId} parentId={branch.id} />
        </li>
      ))}
    </ul>
  );
}
