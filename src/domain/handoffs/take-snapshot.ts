import type { Snapshot, SnapshotStep } from "../../contract/handoff.ts";
import type { Branch, Step } from "../../contract/session.ts";
import type { SessionRow } from "../sessions/session-row.ts";

/** The most that a snapshot may weigh, in UTF-8 bytes of its JSON (`api.md` §1). */
export const SNAPSHOT_BYTES = 256 * 1024;

const encoder = new TextEncoder();
const weigh = (value: unknown) => encoder.encode(JSON.stringify(value)).byteLength;

/**
 * The state of a session at this moment, to be frozen into its handoff. Steps that do not fit are left out from the
 * oldest on and counted in `steps_omitted`.
 */
export function takeSnapshot(
  session: SessionRow,
  steps: readonly Step[],
  branches: readonly Branch[],
): Snapshot {
  const snapshot: Snapshot = {
    problem_summary: session.problem_summary,
    problem_domain: session.problem_domain,
    customer: session.customer,
    device: session.device,
    status: session.status,
    step_count: session.step_count,
    confidence_tier: session.confidence_tier,
    steps: [],
    ...(session.is_branching && {
      branch_map: branches.map(({ id, label, status, status_reason, parent_branch_id }) => ({
        id,
        label,
        status,
        status_reason,
        parent_branch_id,
      })),
      active_branch_id: session.active_branch_id,
    }),
  };
  let room = SNAPSHOT_BYTES - weigh({ ...snapshot, steps_omitted: steps.length });
  let first = steps.length;
  for (; first > 0; first--) {
    const step = steps[first - 1];
    if (!step) break;
    room -= weigh(asSnapshotStep(step)) + 1;
    if (room < 0) break;
  }
  snapshot.steps = steps.slice(first).map(asSnapshotStep);
  if (first > 0) snapshot.steps_omitted = first;
  return snapshot;
}

function asSnapshotStep({ title, result, detail, evidence_url, branch_id }: Step): SnapshotStep {
  return { title, result, detail, evidence_url, branch_id };
}
