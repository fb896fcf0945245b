import { z } from "zod";
import { PRIORITIES } from "./handoff-lifecycle.ts";
import { Recipient } from "./handoff.ts";
import { Id } from "./id.ts";
import { MAPPED_FIELDS, RULE_FIELDS } from "./integration-fields.ts";
import { Instant } from "./instant.ts";
import { pageQuery } from "./list.ts";
import { TOOL_ACTIONS } from "./tool-event.ts";

export const INTEGRATION_KINDS = [
  "generic",
  "pagerduty",
  "alertmanager",
  "grafana",
  "uptime_kuma",
  "ninjaone",
  "datto_rmm",
  "opsgenie",
] as const;
export type IntegrationKind = (typeof INTEGRATION_KINDS)[number];

/** What became of a post from a tool. */
export const POST_OUTCOMES = [
  "created",
  "counted",
  "bundled",
  "acknowledged",
  "resolved",
  "marked",
  "suppressed",
  "no_effect",
  "refused",
  "limited",
] as const;
export type PostOutcome = (typeof POST_OUTCOMES)[number];

/** A JSON pointer (RFC 6901) into what a tool sends. */
const Pointer = z
  .string()
  .max(500)
  .regex(/^(\/([^~]|~[01])*)?$/, "A JSON pointer begins with / and escapes ~ as ~0 and / as ~1.");

const RuleField = z.union([z.enum(RULE_FIELDS), Pointer.min(1)]);

/** The first rule of which every field matches decides. `*` in a value stands for any text; upper and lower case are one. */
export const Rule = z
  .strictObject({
    match: z
      .record(RuleField, z.string().min(1).max(200))
      .refine((match) => Object.keys(match).length > 0, "Name at least one field.")
      .refine((match) => Object.keys(match).length <= 10, "At most ten fields."),
    priority: z.enum(PRIORITIES).optional(),
    team_id: Id.nullable().optional(),
    suppress: z.boolean().optional(),
    park: z.boolean().optional(),
  })
  .refine((rule) => !(rule.suppress && rule.park), "A rule either suppresses or parks.")
  .meta({ id: "Rule" });
export type Rule = z.infer<typeof Rule>;

const words = <T extends readonly [string, ...string[]]>(values: T) =>
  z.record(z.string().max(100), z.enum(values)).optional();

/** Where in a tool's own JSON our fields stand; `priorities` and `actions` translate its words. */
export const Mapping = z
  .strictObject({
    ...(Object.fromEntries(MAPPED_FIELDS.map((field) => [field, Pointer.optional()])) as Record<
      (typeof MAPPED_FIELDS)[number],
      z.ZodOptional<typeof Pointer>
    >),
    priorities: words(PRIORITIES),
    actions: words(TOOL_ACTIONS),
  })
  .meta({ id: "Mapping" });
export type Mapping = z.infer<typeof Mapping>;

/** So many posts a minute a key may send unless the integration says otherwise. */
export const POSTS_PER_MINUTE = 120;

const fields = {
  name: z.string().trim().min(1).max(100),
  team_id: Id.nullable(),
  default_priority: z.enum(PRIORITIES).nullable(),
  rules: z.array(Rule).max(50),
  mapping: Mapping.nullable(),
  signed: z.boolean(),
  posts_per_minute: z.int().min(1).max(10_000),
  heartbeat_minutes: z.int().min(1).max(10_080).nullable(),
};
const { name, ...others } = fields;

export const NewIntegration = z
  .strictObject({ name, kind: z.enum(INTEGRATION_KINDS), ...z.strictObject(others).partial().shape })
  .meta({ id: "NewIntegration" });
export type NewIntegration = z.infer<typeof NewIntegration>;

export const IntegrationChange = z
  .strictObject({ ...fields, active: z.boolean() })
  .partial()
  .meta({ id: "IntegrationChange" });
export type IntegrationChange = z.infer<typeof IntegrationChange>;

export const Integration = z
  .object({
    id: Id,
    ...fields,
    kind: z.enum(INTEGRATION_KINDS),
    active: z.boolean(),
    key_prefix: z.string(),
    /** Until when the key before this one works; null: there is none. */
    previous_key_until: Instant.nullable(),
    /** The newest of its posts that is kept. */
    last_post: z.object({ outcome: z.enum(POST_OUTCOMES), received_at: Instant }).nullable(),
    heartbeat_at: Instant.nullable(),
    heartbeat_due_at: Instant.nullable(),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: "Integration" });
export type Integration = z.infer<typeof Integration>;

/** The answer that shows what is shown once: the key, and the secret of the signatures where it signs. */
export const CreatedIntegration = Integration.extend({
  key: z.string(),
  signing_secret: z.string().optional(),
}).meta({ id: "CreatedIntegration" });
export type CreatedIntegration = z.infer<typeof CreatedIntegration>;

/** A changed integration; the secret is there only when it has just begun to sign. */
export const ChangedIntegration = Integration.extend({ signing_secret: z.string().optional() }).meta({
  id: "ChangedIntegration",
});
export type ChangedIntegration = z.infer<typeof ChangedIntegration>;

export const IntegrationPost = z
  .object({
    id: Id,
    address: z.string(),
    content_type: z.string().nullable(),
    body: z.string(),
    outcome: z.enum(POST_OUTCOMES),
    detail: z.string().nullable(),
    answer_status: z.int(),
    handoffs: z.array(z.object({ handoff_id: Id, session_id: Id })),
    replay_of: Id.nullable(),
    received_at: Instant,
  })
  .meta({ id: "IntegrationPost" });
export type IntegrationPost = z.infer<typeof IntegrationPost>;

export const PostQuery = z.object({ ...pageQuery });

/** What a post came to: a card that is new or known, or whether something was resolved. */
export const TakenPost = z
  .union([
    z.object({
      handoff_id: Id,
      session_id: Id,
      is_new: z.boolean(),
      seq: z.int(),
      will_notify: z.array(Recipient),
      status_url: z.string(),
    }),
    z.object({ applied: z.boolean(), handoff_id: Id.optional(), reason: z.string().optional() }),
  ])
  .meta({ id: "TakenPost" });
export type TakenPost = z.infer<typeof TakenPost>;

export const TakenPosts = z.object({ results: z.array(TakenPost) }).meta({ id: "TakenPosts" });
export type TakenPosts = z.infer<typeof TakenPosts>;

/** `POST /api/v1/inbound/{key}`. Fields that are not known here are left alone: tools send what they send. */
export const GenericPost = z
  .looseObject({
    summary: z.string(),
    details: z.string().optional(),
    priority: z.enum(PRIORITIES).optional(),
    dedup_key: z.string().max(255).optional(),
    action: z.enum(["trigger", "resolve"]).optional(),
    source: z.string().optional(),
    links: z.array(z.string()).optional(),
    customer: z.string().optional(),
    contact: z.string().optional(),
    device: z.string().optional(),
  })
  .meta({ id: "GenericPost" });

/** A body to try a mapping and rules on. */
export const MappingTrial = z
  .strictObject({
    kind: z.enum(INTEGRATION_KINDS).default("generic"),
    mapping: Mapping.nullable().optional(),
    rules: fields.rules.optional(),
    body: z.string().max(200_000),
  })
  .meta({ id: "MappingTrial" });

export const MappingPreview = z
  .object({
    events: z.array(z.record(z.string(), z.unknown())),
    /** For each event the rule that decides, by its place in the list. */
    decided_by: z.array(z.int().nullable()),
    ignored: z.string().nullable(),
  })
  .meta({ id: "MappingPreview" });
export type MappingPreview = z.infer<typeof MappingPreview>;

/** An alert that a tool posted, as it is listed under its handoff. */
export const Alert = z
  .object({
    id: Id,
    dedup_key: z.string(),
    summary: z.string(),
    status: z.enum(["open", "resolved"]),
    occurrences: z.int(),
    first_seen_at: Instant,
    last_seen_at: Instant,
    acknowledged_at: Instant.nullable(),
    resolved_at: Instant.nullable(),
  })
  .meta({ id: "Alert" });
export type Alert = z.infer<typeof Alert>;
