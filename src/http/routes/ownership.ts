import { Claim, Handoff, Reason, Reassignment } from "../../contract/handoff.ts";
import { claimHandoff, readsOfClaim } from "../../domain/handoffs/claim-handoff.ts";
import { reassignHandoff } from "../../domain/handoffs/reassign-handoff.ts";
import { releaseHandoff } from "../../domain/handoffs/release-handoff.ts";
import { returnHandoff } from "../../domain/handoffs/return-handoff.ts";
import { withdrawHandoff } from "../../domain/handoffs/withdraw-handoff.ts";
import { operation, readsAhead } from "../operation.ts";
import { HandoffPath, handoffKey } from "../path-ids.ts";
import { handoffExists } from "../session-exists.ts";

const common = {
  method: "post" as const,
  tag: "Ownership",
  right: "own" as const,
  params: HandoffPath,
  exists: handoffExists,
  status: 200 as const,
  answer: Handoff,
};
const one = "/ai-sessions/{id}/handoffs/{hid}";

export const ownershipRoutes = [
  operation({
    ...common,
    id: "claimHandoff",
    path: `${one}/claim`,
    summary: "Pick a handoff up; exactly one person can",
    ahead: (path) => readsAhead(readsOfClaim, handoffKey(path)),
    body: Claim,
    run: ({ ctx, params, body }) => claimHandoff(ctx, handoffKey(params), body),
  }),
  operation({
    ...common,
    id: "releaseHandoff",
    path: `${one}/release`,
    summary: "Put a claimed handoff back into the queue",
    body: Reason,
    run: ({ ctx, params, body }) => releaseHandoff(ctx, handoffKey(params), body),
  }),
  operation({
    ...common,
    id: "reassignHandoff",
    path: `${one}/reassign`,
    summary: "Give a claimed handoff to another person",
    body: Reassignment,
    run: ({ ctx, params, body }) => reassignHandoff(ctx, handoffKey(params), body),
  }),
  operation({
    ...common,
    id: "returnHandoff",
    path: `${one}/return`,
    summary: "Give a handoff back to the engineer it came from",
    body: Reason,
    run: ({ ctx, params, body }) => returnHandoff(ctx, handoffKey(params), body),
  }),
  operation({
    ...common,
    id: "withdrawHandoff",
    path: `${one}/withdraw`,
    summary: "Take an open handoff back",
    body: Reason,
    run: ({ ctx, params, body }) => withdrawHandoff(ctx, handoffKey(params), body),
  }),
];
