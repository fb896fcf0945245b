import { sql } from "drizzle-orm";
import { DEFAULT_POLICY, type EscalationPolicy } from "../../src/contract/escalation-policy.ts";
import type { NotificationSettings } from "../../src/contract/notifications.ts";
import type { Row } from "../../src/db/client.ts";
import type { DomainContext } from "../../src/domain/context.ts";
import { lookAfter } from "../../src/domain/ladder/look-after.ts";
import type { TestAccount, TestMember } from "./factories.ts";
import { type HandedOffSession, type HelpDesk, MINUTE } from "./help-desk.ts";

/** The account climbs by this policy: the usual one but for what is given. */
export async function setPolicy({ db, id }: TestAccount, given: Partial<EscalationPolicy>): Promise<void> {
  const policy = JSON.stringify({ ...DEFAULT_POLICY, ...given });
  await db.all(sql`UPDATE accounts SET escalation_policy = ${policy} WHERE id = ${id}`);
}

export async function setNotifications(
  { db }: TestAccount,
  { member_id }: TestMember,
  settings: NotificationSettings,
): Promise<void> {
  await db.all(sql`UPDATE members SET notifications = ${JSON.stringify(settings)} WHERE id = ${member_id}`);
}

export async function joinTeam({ db }: TestAccount, member: TestMember, team_id: string): Promise<void> {
  await db.all(sql`UPDATE members SET team_id = ${team_id} WHERE id = ${member.member_id}`);
}

/** The account's own Baton at this moment (ms). */
export function systemOf({ account, sam }: HelpDesk, now: number): DomainContext {
  return { ...account.as(sam, now), actor: { kind: "system", name: "Baton" } };
}

/** Baton looks after the handoff when it is so many minutes old. Returns whether it acted. */
export function lookAt(desk: HelpDesk, { key, handoff }: HandedOffSession, minute: number): Promise<boolean> {
  return lookAfter(systemOf(desk, Date.parse(handoff.created_at) + minute * MINUTE), key);
}

/** What the ladder has promised, in the order of its steps: step, kind, name, status. The first telling is left out. */
export async function promisesOf({ db }: TestAccount, { handoff }: HandedOffSession): Promise<string[]> {
  const rows: Row[] = await db.all(sql`SELECT d.step, d.kind, u.name, d.status FROM deliveries d
    JOIN users u ON u.id = d.recipient_id WHERE d.handoff_id = ${handoff.id} AND d.kind <> 'first'
    ORDER BY d.created_at, d.step, u.name`);
  return rows.map(({ step, kind, name, status }) => [step, kind, name, status].join(" "));
}
