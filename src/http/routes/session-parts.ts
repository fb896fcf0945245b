import { z } from "zod";
import { Id } from "../../contract/id.ts";
import {
  Branch,
  BranchChange,
  Message,
  NewBranch,
  NewMessage,
  NewStep,
  Step,
} from "../../contract/session.ts";
import { addMessage } from "../../domain/sessions/add-message.ts";
import { addStep } from "../../domain/sessions/add-step.ts";
import { addBranch, branchExists, changeBranch } from "../../domain/sessions/branch-session.ts";
import { operation } from "../operation.ts";
import { SessionPath } from "../path-ids.ts";
import { sessionExists } from "../session-exists.ts";

const tag = "Sessions";
const BranchPath = z.object({ id: Id, bid: Id });

export const sessionPartRoutes = [
  operation({
    id: "addMessage",
    refuses: ["invalid_transition"],
    method: "post",
    path: "/ai-sessions/{id}/messages",
    summary: "Add a message to the conversation",
    tag,
    right: "work",
    params: SessionPath,
    body: NewMessage,
    exists: sessionExists,
    status: 201,
    answer: Message,
    run: ({ ctx, params, body }) => addMessage(ctx, params.id, body),
  }),
  operation({
    id: "addStep",
    refuses: ["invalid_transition"],
    method: "post",
    path: "/ai-sessions/{id}/steps",
    summary: "Record what was tried and what came of it",
    tag,
    right: "work",
    params: SessionPath,
    body: NewStep,
    exists: sessionExists,
    status: 201,
    answer: Step,
    run: ({ ctx, params, body }) => addStep(ctx, params.id, body),
  }),
  operation({
    id: "addBranch",
    refuses: ["invalid_transition"],
    method: "post",
    path: "/ai-sessions/{id}/branches",
    summary: "Open a branch of the investigation",
    tag,
    right: "work",
    params: SessionPath,
    body: NewBranch,
    exists: sessionExists,
    status: 201,
    answer: Branch,
    run: ({ ctx, params, body }) => addBranch(ctx, params.id, body),
  }),
  operation({
    id: "changeBranch",
    refuses: ["invalid_transition"],
    method: "patch",
    path: "/ai-sessions/{id}/branches/{bid}",
    summary: "Change a branch, for instance to a dead end with the reason",
    tag,
    right: "work",
    params: BranchPath,
    body: BranchChange,
    exists: (ctx, { id, bid }) => branchExists(ctx, { session_id: id, branch_id: bid }),
    status: 200,
    answer: Branch,
    run: ({ ctx, params, body }) => changeBranch(ctx, { session_id: params.id, branch_id: params.bid }, body),
  }),
];
