import { z } from "zod";
import { Id } from "./id.ts";
import { Instant, InstantInput } from "./instant.ts";
import { HANDOFF_INTENTS, HANDOFF_STATUSES, PRIORITIES, SESSION_STATUSES } from "./handoff-lifecycle.ts";
import { pageQuery } from "./list.ts";
import { Person } from "./person.ts";
import { BRANCH_STATUSES, Branch, Message, STEP_RESULTS, Session, Step } from "./session.ts";
import { LoggedEvent } from "./event.ts";
import { Delivery } from "./delivery.ts";

export const ASSESSMENT_STATUSES = ["none", "pending", "ready", "unavailable"] as const;
export const CONFIDENCES = ["low", "medium", "high"] as const;
export const VERDICTS = ["right", "partly", "wrong"] as const;

const line = z.string().min(1).max(2_000);

/** `POST /ai-sessions/{id}/handoff`. */
export const NewHandoff = z
  .strictObject({
    intent: z.enum(HANDOFF_INTENTS),
    engineer_notes: z.string().max(10_000).nullable().optional(),
    priority: z.enum(PRIORITIES).default("normal"),
    to_user_id: Id.nullable().optional(),
    to_team_id: Id.nullable().optional(),
    wake_at: InstantInput.nullable().optional(),
  })
  .meta({ id: "NewHandoff" });
export type NewHandoff = z.infer<typeof NewHandoff>;

export const SnapshotStep = z.object({
  title: z.string(),
  result: z.enum(STEP_RESULTS),
  detail: z.string().nullable(),
  evidence_url: z.string().nullable(),
  branch_id: Id.nullable(),
});
export type SnapshotStep = z.infer<typeof SnapshotStep>;

/** The frozen state of the session at the handoff. `…_omitted`: older ones left out so that it fits 256 KiB. */
export const Snapshot = z
  .object({
    problem_summary: z.string().nullable(),
    problem_domain: z.string().nullable(),
    customer: z.string().nullable(),
    device: z.string().nullable(),
    status: z.enum(SESSION_STATUSES),
    step_count: z.int(),
    confidence_tier: z.string(),
    steps: z.array(SnapshotStep),
    steps_omitted: z.int().optional(),
    branch_map: z
      .array(
        z.object({
          id: Id,
          label: z.string(),
          status: z.enum(BRANCH_STATUSES),
          status_reason: z.string().nullable(),
          parent_branch_id: Id.nullable(),
        }),
      )
      .optional(),
    branches_omitted: z.int().optional(),
    active_branch_id: Id.nullable().optional(),
  })
  .meta({ id: "Snapshot" });
export type Snapshot = z.infer<typeof Snapshot>;

/** What a language model, or the rules, make of the problem; every claim with what it rests on. */
export const Assessment = z
  .object({
    likely_cause: z.string(),
    suggested_steps: z.array(z.string()),
    confidence: z.enum(CONFIDENCES),
    evidence: z.array(z.object({ claim: z.string(), refs: z.array(z.string()), hypothesis: z.boolean() })),
    source: z.string(),
    model: z.string().nullable(),
    duration_ms: z.int(),
  })
  .meta({ id: "Assessment" });
export type Assessment = z.infer<typeof Assessment>;

/** What happens next with an escalation that nobody picks up: who was told is reminded, everybody is told, the fallback person is. */
export const NextEscalation = z
  .object({ step: z.enum(["remind", "widen", "fallback"]), at: Instant })
  .meta({ id: "NextEscalation" });
export type NextEscalation = z.infer<typeof NextEscalation>;

export const Handoff = z
  .object({
    id: Id,
    account_id: Id,
    session_id: Id,
    team_id: Id.nullable(),
    intent: z.enum(HANDOFF_INTENTS),
    status: z.enum(HANDOFF_STATUSES),
    priority: z.enum(PRIORITIES),
    engineer_notes: z.string().nullable(),
    source_branch_id: Id.nullable(),
    snapshot: Snapshot,
    ai_assessment: z.string().nullable(),
    ai_assessment_data: Assessment.nullable(),
    assessment_status: z.enum(ASSESSMENT_STATUSES),
    assessment_verdict: z.enum(VERDICTS).nullable(),
    handed_off_by: Id.nullable(),
    handed_off_by_name: z.string().nullable(),
    claimed_by: Id.nullable(),
    claimed_by_name: z.string().nullable(),
    claimed_at: Instant.nullable(),
    read_back: z.string().nullable(),
    correction: z.string().nullable(),
    psa_note_pushed: z.boolean(),
    psa_note_id: z.string().nullable(),
    to_user_id: Id.nullable(),
    to_team_id: Id.nullable(),
    wake_at: Instant.nullable(),
    next_action_at: Instant.nullable(),
    next_escalation: NextEscalation.nullable(),
    occurrences: z.int(),
    source_acknowledged_at: Instant.nullable(),
    source_resolved_at: Instant.nullable(),
    version: z.int(),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: "Handoff" });
export type Handoff = z.infer<typeof Handoff>;

/** Who is told of a handoff, on which channel; without a `user_id`, a chat of the whole account. */
export const Recipient = z
  .object({ user_id: Id.nullable(), name: z.string(), channel: z.string() })
  .meta({ id: "Recipient" });
export type Recipient = z.infer<typeof Recipient>;

/** Who would be told at once if the session were escalated now. */
export const HandoffPreview = z.object({ will_notify: z.array(Recipient) }).meta({ id: "HandoffPreview" });
export type HandoffPreview = z.infer<typeof HandoffPreview>;

/** The answer to a handoff: the handoff and who will be told. */
export const HandedOff = Handoff.extend({ will_notify: z.array(Recipient) }).meta({ id: "HandedOff" });
export type HandedOff = z.infer<typeof HandedOff>;

export const Claim = z.strictObject({ read_back: line.nullable().optional() }).meta({ id: "Claim" });
export type Claim = z.infer<typeof Claim>;

/** The reason that goes on the record with release, return and withdraw. */
export const Reason = z.strictObject({ reason: line }).meta({ id: "Reason" });
export type Reason = z.infer<typeof Reason>;

export const Reassignment = z.strictObject({ reason: line, to_user_id: Id }).meta({ id: "Reassignment" });
export type Reassignment = z.infer<typeof Reassignment>;

/** The holder writes `read_back`, the originator `correction`; exactly one of them. */
export const ReadBack = z
  .strictObject({ read_back: line.optional(), correction: line.optional() })
  .refine((given) => (given.read_back === undefined) !== (given.correction === undefined), {
    message: "Give either read_back or correction.",
  })
  .meta({ id: "ReadBack" });
export type ReadBack = z.infer<typeof ReadBack>;

export const NewNote = z.strictObject({ text: z.string().min(1).max(10_000) }).meta({ id: "NewNote" });
export type NewNote = z.infer<typeof NewNote>;

/** A note on the handoff's timeline. */
export const Note = z
  .object({ id: Id, text: z.string(), author: Person.nullable(), created_at: Instant })
  .meta({ id: "Note" });
export type Note = z.infer<typeof Note>;

/** A row of the queue and of `GET /handoffs`. */
export const QueueRow = z
  .object({
    handoff_id: Id,
    session_id: Id,
    team_id: Id.nullable(),
    intent: z.enum(HANDOFF_INTENTS),
    status: z.enum(HANDOFF_STATUSES),
    problem_summary: z.string().nullable(),
    problem_domain: z.string().nullable(),
    customer: z.string().nullable(),
    device: z.string().nullable(),
    priority: z.enum(PRIORITIES),
    engineer_notes: z.string(),
    handed_off_by: Person.nullable(),
    /** The tool that it came from, where no person handed it off. */
    handed_off_by_tool: z.string().nullable(),
    created_at: Instant,
    /** How often its alerts were reported, and when last; null where no tool reported anything. */
    occurrences: z.int(),
    last_seen_at: Instant.nullable(),
    claimed_by: Person.nullable(),
    claimed_at: Instant.nullable(),
    assessment_status: z.enum(ASSESSMENT_STATUSES),
    viewers: z.array(Person),
    next_action_at: Instant.nullable(),
    next_escalation: NextEscalation.nullable(),
    version: z.int(),
  })
  .meta({ id: "QueueRow" });
export type QueueRow = z.infer<typeof QueueRow>;

const teamFilter = z.union([z.literal("all"), Id]);

export const QueueQuery = z.object({
  ...pageQuery,
  intent: z.enum(HANDOFF_INTENTS).optional(),
  priority: z.enum(PRIORITIES).optional(),
  team_id: teamFilter.optional(),
});
export type QueueQuery = z.infer<typeof QueueQuery>;

export const HandoffQuery = z.object({
  ...pageQuery,
  scope: z.enum(["unclaimed", "mine", "handed_off", "all"]).default("unclaimed"),
  status: z.enum(HANDOFF_STATUSES).optional(),
  intent: z.enum(HANDOFF_INTENTS).optional(),
  priority: z.enum(PRIORITIES).optional(),
  team_id: teamFilter.optional(),
  domain: z.string().max(200).optional(),
  customer: z.string().max(200).optional(),
  q: z.string().max(200).optional(),
  sort: z.enum(["urgency", "newest"]).default("newest"),
});
export type HandoffQuery = z.infer<typeof HandoffQuery>;

/** `GET /ai-sessions/{id}`: the session with all that belongs to it. */
export const SessionDetail = Session.extend({
  messages: z.array(Message),
  steps: z.array(Step),
  branches: z.array(Branch),
  handoffs: z.array(Handoff),
}).meta({ id: "SessionDetail" });
export type SessionDetail = z.infer<typeof SessionDetail>;

/** `GET /ai-sessions/{id}/handoffs/{hid}`: all that the context screen shows. */
export const HandoffDetail = z
  .object({
    handoff: Handoff,
    session: Session,
    steps: z.array(Step),
    branches: z.array(Branch),
    timeline: z.array(LoggedEvent),
    deliveries: z.array(Delivery),
    viewers: z.array(Person),
  })
  .meta({ id: "HandoffDetail" });
export type HandoffDetail = z.infer<typeof HandoffDetail>;
