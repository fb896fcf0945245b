import { sql } from "drizzle-orm";
import { assessByRules } from "../assessment/rules.ts";
import { DEFAULT_POLICY } from "../contract/escalation-policy.ts";
import { POSTS_PER_MINUTE } from "../contract/integration.ts";
import type { Role } from "../contract/role.ts";
import { type Db, openDb } from "../db/client.ts";
import { accounts, integrations, members, teams, users } from "../db/schema.ts";
import { loadAssessmentInput } from "../domain/assessment/load-assessment-input.ts";
import { recordAssessment } from "../domain/assessment/record-assessment.ts";
import { type DomainContext, nothingCommitted } from "../domain/context.ts";
import { claimHandoff } from "../domain/handoffs/claim-handoff.ts";
import { handOffSession } from "../domain/handoffs/hand-off-session.ts";
import { addMessage } from "../domain/sessions/add-message.ts";
import { addStep } from "../domain/sessions/add-step.ts";
import { addBranch } from "../domain/sessions/branch-session.ts";
import { dueSteps } from "../domain/ladder/plan.ts";
import { createSession } from "../domain/sessions/create-session.ts";
import { resolveSession } from "../domain/sessions/resolve-session.ts";
import { newId } from "../platform/new-id.ts";
import { pastEscalations } from "./past-escalations.ts";
import { seedPast } from "./seed-past.ts";
import { DEMO_ACCOUNTS, DEMO_SESSIONS, type DemoSession } from "./demo-data.ts";

export interface DemoPerson {
  name: string;
  email: string;
  role: Role;
  account: string;
}

const MINUTE = 60_000;

/** Everybody of the demo. */
export function demoPeople(): DemoPerson[] {
  return DEMO_ACCOUNTS.flatMap(({ name: account, people }) => people.map((who) => ({ ...who, account })));
}

/**
 * Fills an empty database with the demo: two accounts, their people, three weeks of escalations that are over, and
 * sessions of today, all told through the same verbs as in real life, at moments in the past. Their notifications count
 * as delivered long ago, and their ladders go on with the next repetition: seeding sends no mail.
 */
export async function seedDemo(binding: D1Database, now: number): Promise<void> {
  const db = openDb(binding);
  for (const account of DEMO_ACCOUNTS) {
    const contexts = await seedAccount(db, account, now);
    if (account.slug === "northwind") {
      await seedPast((who, at) => asAt(contexts, who, at), pastEscalations(now));
    }
    for (const session of DEMO_SESSIONS.filter((candidate) => candidate.account === account.slug)) {
      await seedSession(contexts, session, now);
    }
    const olivia = contexts.get("olivia");
    if (olivia) await seedTool(olivia);
  }
  await db.batch([
    // Nobody is reminded in the first half hour of what was there before.
    sql`UPDATE handoffs SET next_action_at = max(next_action_at, ${now + DEFAULT_POLICY.repeat_every_minutes * MINUTE})
      WHERE next_action_at IS NOT NULL`,
    sql`UPDATE deliveries SET status = 'delivered', attempts = 1, next_attempt_at = NULL,
      sent_at = created_at + 1200, delivered_at = created_at + 4000`,
    sql`UPDATE outbox SET status = 'done', attempts = 1`,
  ]);
}

/** A tool that has not posted yet. Its key is nobody's: whoever wants to try it rotates it. */
async function seedTool({ db, account_id, now }: DomainContext): Promise<void> {
  const created_at = now - 60 * 24 * 60 * MINUTE;
  await db.orm.insert(integrations).values({
    id: newId(),
    account_id,
    name: "Uptime Kuma",
    kind: "uptime_kuma",
    default_priority: "high",
    rules: [],
    key_prefix: "",
    key_hash: newId(),
    posts_per_minute: POSTS_PER_MINUTE,
    created_at,
    updated_at: created_at,
  });
}

/** A context for each person of the account, by the first part of their address. */
async function seedAccount(
  db: Db,
  account: (typeof DEMO_ACCOUNTS)[number],
  now: number,
): Promise<Map<string, DomainContext>> {
  const created_at = new Date(now - 90 * 24 * 60 * MINUTE);
  const account_id = newId();
  await db.orm
    .insert(accounts)
    .values({ id: account_id, name: account.name, slug: account.slug, created_at });
  for (const name of account.teams) {
    await db.orm.insert(teams).values({ id: newId(), account_id, name, created_at: created_at.getTime() });
  }
  const contexts = new Map<string, DomainContext>();
  for (const { name, email, role } of account.people) {
    const user_id = newId();
    const member_id = newId();
    const times = { created_at, updated_at: created_at };
    await db.orm.insert(users).values({ id: user_id, name, email, email_verified: true, ...times });
    await db.orm.insert(members).values({ id: member_id, account_id, user_id, role, created_at });
    const actor = { kind: "member" as const, user_id, member_id, name, email, role, team_id: null };
    const base = {
      db,
      actor,
      account_id,
      now,
      newId,
      keyed: null,
      ahead: null,
      committed: nothingCommitted(),
    };
    contexts.set(email.split("@")[0] ?? email, base);
  }
  return contexts;
}

/** Somebody's context at a moment. Throws if nobody is called that. */
function asAt(contexts: Map<string, DomainContext>, who: string, at: number): DomainContext {
  const ctx = contexts.get(who);
  if (!ctx) throw new Error(`Nobody is called ${who}.`);
  return { ...ctx, now: at, committed: nothingCommitted() };
}

async function seedSession(
  contexts: Map<string, DomainContext>,
  demo: DemoSession,
  now: number,
): Promise<void> {
  const started = now - demo.minutes_ago * MINUTE;
  const as = (who: string, minute: number) =>
    asAt(contexts, who, Math.min(started + minute * MINUTE, now - 1000));
  const session = await createSession(as(demo.by, 0), demo.session);
  let minute = 1;
  for (const label of demo.branches ?? []) await addBranch(as(demo.by, minute), session.id, { label });
  for (const [role, content] of demo.messages)
    await addMessage(as(demo.by, minute++), session.id, { role, content });
  for (const step of demo.steps) await addStep(as(demo.by, (minute += 2)), session.id, step);
  if (demo.handoff) {
    const { by, claimed_by, read_back, ...input } = { by: demo.by, ...demo.handoff };
    const handoff = await handOffSession(as(by, ++minute), session.id, input);
    const system: DomainContext = { ...as(by, minute), actor: { kind: "system", name: "Baton" } };
    const facts = await loadAssessmentInput(system, handoff.id);
    if (facts) await recordAssessment(system, handoff.id, assessByRules(facts));
    const key = { session_id: session.id, handoff_id: handoff.id };
    const climber = { created_at: Date.parse(handoff.created_at), priority: handoff.priority };
    const taken =
      handoff.intent === "escalate" ? dueSteps(DEFAULT_POLICY, climber, 0, now).at(-1) : undefined;
    await system.db.all(
      sql`UPDATE handoffs SET ladder_step = ${taken ? taken.index + 1 : 0} WHERE id = ${handoff.id}`,
    );
    if (claimed_by) await claimHandoff(as(claimed_by, minute + 4), key, { read_back: read_back ?? null });
  }
  if (demo.resolution) {
    const solver = demo.handoff?.claimed_by ?? demo.by;
    await resolveSession(as(solver, minute + 25), session.id, { resolution: demo.resolution });
  }
}
