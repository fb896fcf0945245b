import type { Branch } from "../../contract/session.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { words } from "../words/spoken.ts";
import { OnlineButton } from "./online-button.tsx";

interface Props {
  branches: Branch[];
  activeId: string | null;
  parentId?: string | null;
  /** Makes a branch the one that is worked on; left out where that is not this person's to say. */
  onWorkOn?: (branch: Branch) => void;
}

/** The branches of a session as a tree; the one worked on is marked. */
export function BranchList({ branches, activeId, parentId = null, onWorkOn }: Props) {
  const said = words.value.session.branches;
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
          <div class="branch">
            <bdi>{branch.label}</bdi>
            <span class="chip" data-branch={branch.status}>
              {STATUS_WORDS.branch[branch.status]}
            </span>
            {branch.id === activeId && <span class="quiet">{said.now}</span>}
            {branch.id !== activeId && branch.status === "open" && onWorkOn !== undefined && (
              <OnlineButton tone="link" onPress={() => onWorkOn(branch)}>
                {said.workOn}
              </OnlineButton>
            )}
          </div>
          {branch.status_reason !== null && (
            <p class="quiet" dir="auto">
              {branch.status_reason}
            </p>
          )}
          <BranchList
            branches={branches}
            activeId={activeId}
            parentId={branch.id}
            {...(onWorkOn !== undefined && { onWorkOn })}
          />
        </li>
      ))}
    </ul>
  );
}
