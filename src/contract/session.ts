import { z } from "zod";
import { Id } from "./id.ts";
import { Instant } from "./instant.ts";
import { SESSION_STATUSES } from "./handoff-lifecycle.ts";
import { pageQuery } from "./list.ts";

export const STEP_LIMIT = 500;
export const STEP_RESULTS = ["worked", "failed", "inconclusive", "skipped"] as const;
export const BRANCH_STATUSES = ["open", "solved", "dead_end", "parked"] as const;
export const MESSAGE_ROLES = ["user", "assistant", "system"] as const;

const short = z.string().max(200);
const word = z.string().min(1).max(100);

const sessionFields = {
  problem_summary: z.string().max(500).nullable(),
  problem_domain: short.nullable(),
  customer: short.nullable(),
  contact: short.nullable(),
  device: short.nullable(),
  session_type: word,
  intake_type: word,
  intake_content: z.record(z.string(), z.unknown()),
  confidence_tier: word,
  team_id: Id.nullable(),
  psa_ticket_ref: short.nullable(),
  psa_connection_id: Id.nullable(),
};

/** `POST /ai-sessions`. */
export const NewSession = z.strictObject(sessionFields).partial().meta({ id: "NewSession" });
export type NewSession = z.infer<typeof NewSession>;

/** `PATCH /ai-sessions/{id}`: any of the fields a session starts with, and the branch now worked on. */
export const SessionChange = z
  .strictObject({ ...sessionFields, active_branch_id: Id.nullable() })
  .partial()
  .meta({ id: "SessionChange" });
export type SessionChange = z.infer<typeof SessionChange>;

export const Session = z
  .object({
    id: Id,
    account_id: Id,
    team_id: Id.nullable(),
    user_id: Id.nullable(),
    user_name: z.string().nullable(),
    source: z.object({
      kind: z.enum(["member", "integration"]),
      integration_id: Id.nullable(),
      name: z.string().nullable(),
    }),
    session_type: z.string(),
    intake_type: z.string(),
    intake_content: z.record(z.string(), z.unknown()),
    problem_summary: z.string().nullable(),
    problem_domain: z.string().nullable(),
    customer: z.string().nullable(),
    contact: z.string().nullable(),
    device: z.string().nullable(),
    status: z.enum(SESSION_STATUSES),
    confidence_tier: z.string(),
    step_count: z.int(),
    is_branching: z.boolean(),
    active_branch_id: Id.nullable(),
    handoff_count: z.int(),
    escalation_package: z.record(z.string(), z.unknown()).nullable(),
    escalated_to_id: Id.nullable(),
    escalated_to_name: z.string().nullable(),
    psa_ticket_ref: z.string().nullable(),
    psa_connection_id: Id.nullable(),
    resolution: z.string().nullable(),
    /** When its documentation was last written; null where there is none to read. */
    documentation_at: Instant.nullable(),
    created_at: Instant,
    updated_at: Instant,
    resolved_at: Instant.nullable(),
  })
  .meta({ id: "Session" });
export type Session = z.infer<typeof Session>;

export const NewMessage = z
  .strictObject({ role: z.enum(MESSAGE_ROLES), content: z.string().min(1).max(20_000) })
  .meta({ id: "NewMessage" });
export type NewMessage = z.infer<typeof NewMessage>;

export const Message = z
  .object({
    id: Id,
    role: z.enum(MESSAGE_ROLES),
    content: z.string(),
    author_id: Id.nullable(),
    author_name: z.string().nullable(),
    created_at: Instant,
  })
  .meta({ id: "Message" });
export type Message = z.infer<typeof Message>;

export const NewStep = z
  .strictObject({
    title: z.string().min(1).max(500),
    result: z.enum(STEP_RESULTS),
    detail: z.string().max(10_000).nullable().optional(),
    evidence_url: z.httpUrl().max(2_000).nullable().optional(),
    branch_id: Id.nullable().optional(),
  })
  .meta({ id: "NewStep" });
export type NewStep = z.infer<typeof NewStep>;

export const Step = z
  .object({
    id: Id,
    position: z.int(),
    title: z.string(),
    result: z.enum(STEP_RESULTS),
    detail: z.string().nullable(),
    evidence_url: z.string().nullable(),
    branch_id: Id.nullable(),
    author_id: Id.nullable(),
    author_name: z.string().nullable(),
    created_at: Instant,
  })
  .meta({ id: "Step" });
export type Step = z.infer<typeof Step>;

const branchFields = {
  label: z.string().min(1).max(200),
  status: z.enum(BRANCH_STATUSES),
  status_reason: z.string().max(2_000).nullable(),
  parent_branch_id: Id.nullable(),
};

export const NewBranch = z
  .strictObject({
    label: branchFields.label,
    status: branchFields.status.optional(),
    status_reason: branchFields.status_reason.optional(),
    parent_branch_id: branchFields.parent_branch_id.optional(),
  })
  .meta({ id: "NewBranch" });
export type NewBranch = z.infer<typeof NewBranch>;

export const BranchChange = z.strictObject(branchFields).partial().meta({ id: "BranchChange" });
export type BranchChange = z.infer<typeof BranchChange>;

export const Branch = z
  .object({
    id: Id,
    label: z.string(),
    status: z.enum(BRANCH_STATUSES),
    status_reason: z.string().nullable(),
    parent_branch_id: Id.nullable(),
    branch_order: z.int(),
    created_at: Instant,
  })
  .meta({ id: "Branch" });
export type Branch = z.infer<typeof Branch>;

/** `POST /ai-sessions/{id}/resolve`. */
export const Resolution = z
  .strictObject({ resolution: z.string().min(1).max(10_000) })
  .meta({ id: "Resolution" });
export type Resolution = z.infer<typeof Resolution>;

export const SessionQuery = z.object({
  ...pageQuery,
  status: z.enum(SESSION_STATUSES).optional(),
  mine: z.enum(["true", "false"]).optional(),
  customer: short.optional(),
  q: short.optional(),
});
export type SessionQuery = z.infer<typeof SessionQuery>;

/** A written text: the words, who wrote them (`rules`, a model's source, or `member` when edited), and when. */
export const Documentation = z
  .object({ text: z.string(), source: z.string(), created_at: Instant })
  .meta({ id: "Documentation" });
export type Documentation = z.infer<typeof Documentation>;

export const DOCUMENTATION_CHARACTERS = 100_000;

export const DocumentationText = z
  .strictObject({
    text: z.string().max(DOCUMENTATION_CHARACTERS),
    replaces: Instant.nullable()
      .optional()
      .describe(
        "`created_at` of the text that this one was made from (null: of none). If somebody has saved another one since, it is refused; left out, it takes the place of whatever is kept",
      ),
  })
  .meta({ id: "DocumentationText" });
export type DocumentationText = z.infer<typeof DocumentationText>;
