import type { Snapshot, SnapshotStep } from "../../contract/handoff.ts";
import type { Branch, Step } from "../../contract/session.ts";
import type { SessionRow } from "../sessions/session-row.ts";

/** The most that a snapshot may weigh, in UTF-8 bytes of its JSON (`api.md` §1). */
export const SNAPSHOT_BYTES = 256 * 1024;

const encoder = new TextEncoder();
const weigh = (value: unknown) => encoder.encode(JSON.stringify(value)).byteLength;

/**
 * The state of a session at this moment, to be frozen into its handoff. Branches may take half of the room; steps and
 * branches that do not fit are left out from the oldest on, and counted.
 */
export function takeSnapshot(
  session: SessionRow,
  steps: readonly Step[],
  branches: readonly Branch[],
): Snapshot {
  const map = session.is_branching ? newestThatFit(branches.map(asSnapshotBranch), SNAPSHOT_BYTES / 2) : null;
  const snapshot: Snapshot = {
    problem_summary: session.problem_summary,
    problem_domain: session.problem_domain,
    customer: session.customer,
    device: session.device,
    status: session.status,
    step_count: session.step_count,
    confidence_tier: session.confidence_tier,
    steps: [],
    ...(map && { branch_map: map.kept, active_branch_id: session.active_branch_id }),
    ...(map && map.omitted > 0 && { branches_omitted: map.omitted }),
  };
  const room = SNAPSHOT_BYTES - weigh({ ...snapshot, steps_omitted: steps.length });
  const { kept, omitted } = newestThatFit(steps.map(asSnapshotStep), room);
  return { ...snapshot, steps: kept, ...(omitted > 0 && { steps_omitted: omitted }) };
}

/** The last of some items whose JSON, with its commas, fits into so many bytes, and how many were left out. */
function newestThatFit<T>(items: readonly T[], bytes: number): { kept: T[]; omitted: number } {
  let room = bytes;
  let omitted = items.length;
  for (const item of items.toReversed()) {
    room -= weigh(item) + 1;
    if (room < 0) break;
    omitted--;
  }
  return { kept: items.slice(omitted), omitted };
}

function asSnapshotStep({ title, result, detail, evidence_url, branch_id }: Step): SnapshotStep {
  return { title, result, detail, evidence_url, branch_id };
}

function asSnapshotBranch({ id, label, status, status_reason, parent_branch_id }: Branch) {
  return { id, label, status, status_reason, parent_branch_id };
}
