import { type SQL, sql } from "drizzle-orm";
import type { TakenPost } from "../../contract/integration.ts";
import type { ToolEvent, Translated } from "../../contract/tool-event.ts";
import { insertWhere } from "../../db/insert-where.ts";
import { idempotency_keys } from "../../db/schema.ts";
import { KEY_LIFETIME_MS, commit, unguarded } from "../commit.ts";
import { type DomainContext, noteDue } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { Source } from "./admit-post.ts";
import { ruleFor } from "./apply-rules.ts";
import { acknowledgeAlert, resolveAlert } from "./end-alert.ts";
import { type RawPost, keepPost } from "./keep-post.ts";
import { type EventResult, type PostPlan, decodeResult, planned } from "./post-plan.ts";
import { triggerAlert } from "./trigger-alert.ts";

/** What became of one event of a post; its answer lacks only the address where its state is shown. */
export type Taken =
  | Exclude<TakenPost, { status_url: string }>
  | Omit<Extract<TakenPost, { status_url: string }>, "status_url">;

const NOTHING_OPEN = "There is no open alert with this key.";
const NOTHING_NEW = "There is no open alert with this key that is not acknowledged already.";
const SUPPRESSED = "A rule of the integration suppresses this.";

/**
 * Takes a tool's post: the row of what was sent, and for each event the alert with its card, facts and promises, all in
 * one batch. `read` looks a JSON pointer up in the body, for rules; `only` must still be so for a trigger to do anything.
 * @throws DomainError `idempotency_in_progress` for a post that was taken before (see `takenBefore`)
 */
export async function takePost(
  ctx: DomainContext,
  source: Source,
  raw: RawPost,
  { events, ignored }: Translated,
  read: (pointer: string) => unknown,
  only?: { guard: SQL; after: SQL },
): Promise<Taken[]> {
  const { integration } = source;
  const post_id = ctx.newId();
  const plans = events.map((event) => planOf(ctx, source, event, post_id, read, only?.guard));
  const suppressed = plans.length > 0 && plans.every((plan) => plan === null);
  const became = {
    outcome: suppressed ? ("suppressed" as const) : ("no_effect" as const),
    detail: ignored ?? (suppressed ? SUPPRESSED : nothingFor(events[0]?.action)),
    answer_status: raw.status,
  };
  const statements = [
    ...keepOnce(ctx, integration.id, raw.once, post_id),
    ...keepPost(ctx, source, post_id, raw, became, only?.guard ?? sql`1`),
  ];
  const results = plans.map((plan) => {
    statements.push(...(plan?.statements ?? []));
    return plan ? statements.length - 1 : null;
  });
  const made = plans.filter((plan) => plan !== null);
  const branches = made.flatMap((plan) => plan.branches);
  const last = [...made.flatMap((plan) => plan.last), ...(only ? [only.after] : [])];
  const notes = made.flatMap((plan) => plan.notes);
  const write = { operation: unguarded(ctx), statements, notes, branches, last, answer: null };
  const { rows } = await commit(ctx, write);
  return plans.map((plan, index) => {
    const at = results[index] ?? null;
    if (!plan || at === null) return { applied: false, reason: SUPPRESSED };
    const result = decodeResult(rows[at]?.[0]);
    return answerTo(ctx, events[index]?.action ?? "trigger", plan, result);
  });
}

function planOf(
  ctx: DomainContext,
  source: Source,
  event: ToolEvent,
  post_id: string,
  read: (pointer: string) => unknown,
  only?: SQL,
): PostPlan | null {
  const plan = planned(ctx, source, event, post_id);
  if (event.action === "acknowledge") return acknowledgeAlert(plan);
  if (event.action === "resolve") return resolveAlert(plan);
  const { integration } = source;
  const rule = ruleFor(integration.rules, event, read);
  if (rule?.suppress) return null;
  const handling = {
    intent: rule?.park ? ("park" as const) : ("escalate" as const),
    priority: rule?.priority ?? event.priority ?? integration.default_priority ?? ("normal" as const),
    team_id: rule?.team_id === undefined ? integration.team_id : rule.team_id,
  };
  return triggerAlert(plan, handling, only);
}

function answerTo(
  ctx: DomainContext,
  action: ToolEvent["action"],
  { cards }: PostPlan,
  result: EventResult | null,
): Taken {
  if (action !== "trigger") {
    return result
      ? { applied: true, handoff_id: result.handoff_id }
      : { applied: false, reason: nothingFor(action) };
  }
  if (!result) return { applied: false, reason: "It does not stand any more." };
  const { handoff_id, session_id, is_new } = result;
  const card = is_new ? cards.find((one) => one.handoff_id === handoff_id) : undefined;
  if (card) {
    if (card.will_notify.length > 0) ctx.committed.notify.add(handoff_id);
    for (const job of card.jobs) ctx.committed.jobs.add(job);
    noteDue(ctx, card.due);
  }
  const seq = ctx.committed.events.findLast((event) => event.handoff_id === handoff_id)?.seq ?? 0;
  return { handoff_id, session_id, is_new, seq, will_notify: card?.will_notify ?? [] };
}

/** Why a post that is no trigger has come to nothing. */
function nothingFor(action: ToolEvent["action"] | undefined): string {
  return action === "acknowledge" ? NOTHING_NEW : NOTHING_OPEN;
}

const callerOf = (integrationId: string) => `integration ${integrationId}`;
const OPERATION = "post";

/** The statements that keep a named post from being taken twice: the second runs into the first one's row. */
function keepOnce(ctx: DomainContext, integrationId: string, once: RawPost["once"], postId: string): SQL[] {
  if (!once) return [];
  const row = { caller: callerOf(integrationId), operation: OPERATION, key: once.key };
  return [
    sql`DELETE FROM idempotency_keys WHERE caller = ${row.caller} AND operation = ${OPERATION} AND key = ${once.key}
      AND created_at <= ${ctx.now - KEY_LIFETIME_MS}`,
    insertWhere(
      idempotency_keys,
      { ...row, body_hash: once.body_hash, status: 200, answer: postId, created_at: ctx.now },
      sql`1`,
    ),
  ];
}

/**
 * What a post came to that was taken before under the same name.
 * @throws DomainError `idempotency_mismatch` if it was another one
 */
export async function takenBefore(
  ctx: DomainContext,
  integrationId: string,
  once: NonNullable<RawPost["once"]>,
): Promise<Taken[]> {
  const rows = await ctx.db.all<{ body_hash: string; handoff_id: string; session_id: string; seq: number }>(
    sql`SELECT k.body_hash, h.id AS handoff_id, h.session_id,
        (SELECT max(e.seq) FROM account_events e WHERE e.handoff_id = h.id) AS seq
      FROM idempotency_keys k LEFT JOIN integration_posts p ON p.id = k.answer
        LEFT JOIN json_each(p.handoff_ids) j LEFT JOIN handoffs h ON h.id = j.value AND h.account_id = ${ctx.account_id}
      WHERE k.caller = ${callerOf(integrationId)} AND k.operation = ${OPERATION} AND k.key = ${once.key}`,
  );
  if (rows.some(({ body_hash }) => body_hash !== once.body_hash)) {
    throw new DomainError("idempotency_mismatch", "This id was used for another post.");
  }
  const known = rows.filter(({ handoff_id }) => handoff_id !== null);
  if (known.length === 0) return [{ applied: false, reason: "This post was taken before." }];
  return known.map(({ handoff_id, session_id, seq }) => ({
    handoff_id,
    session_id,
    is_new: false,
    seq,
    will_notify: [],
  }));
}
