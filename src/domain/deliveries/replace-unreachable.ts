import { type InferSelectModel, type SQL, sql } from "drizzle-orm";
import { DEFAULT_POLICY } from "../../contract/escalation-policy.ts";
import { isAdminRole } from "../../contract/role.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { type deliveries, handoffs } from "../../db/schema.ts";
import { sha256 } from "../../platform/sha256.ts";
import type { DomainContext } from "../context.ts";
import { tellAt } from "../ladder/recipients.ts";
import { promiseMail } from "../outbox/promise-mail.ts";
import { type Addressee, decodeAddressee, selectTeam } from "./addressees.ts";
import { ASKS_FOR_HELP, asksForHelp } from "./cancel-deliveries.ts";
import { isReachable } from "./ways.ts";
import { promiseDeliveries } from "./promise-deliveries.ts";

/** Somebody whom mail does not reach: their name, the address, and the provider's words. */
export interface Unreachable {
  name: string;
  address: string;
  detail: string;
}

/** Seals the mail that tells one of those who administer the account of somebody else who cannot be reached. */
export type SealedNotice = (to: Addressee, about: Unreachable) => Promise<string>;

/** An address is told of once in so long. */
const NOTICE_MS = 24 * 60 * 60 * 1000;

export interface Replaced {
  statements: SQL[];
  /** The handoffs that somebody else is told of, and the jobs that tell admins. */
  notify: string[];
  jobs: string[];
}

type Delivery = InferSelectModel<typeof deliveries>;
type Handoff = InferSelectModel<typeof handoffs>;

/** A mail that did not reach its person, in the provider's words. */
export interface LostMail {
  delivery: Delivery;
  detail: string;
}

/** The statement that marks a delivery's person as out of reach, if the address is still theirs. */
export function markUnreachable(
  ctx: DomainContext,
  { recipient_id }: Pick<Delivery, "recipient_id">,
  address: string,
  stands: SQL,
): SQL {
  return sql`UPDATE members SET reachable = 0
    WHERE account_id = ${ctx.account_id} AND user_id = ${recipient_id} AND ${stands}
      AND EXISTS (SELECT 1 FROM users u WHERE u.id = members.user_id AND lower(u.email) = ${address.toLowerCase()})`;
}

/**
 * The promises that follow when a mail did not reach its person: where it asked for help, somebody else is told of each
 * handoff that is still open; owners and admins are told of the address where there is a `notice`.
 */
export async function replaceUnreachable(
  ctx: DomainContext,
  { delivery, detail }: LostMail,
  notice: SealedNotice | null,
  stands: SQL,
): Promise<Replaced> {
  const { db, account_id } = ctx;
  const concerned = sql`(SELECT ${delivery.handoff_id} UNION SELECT b.handoff_id FROM deliveries b
    WHERE b.bundled_into = ${delivery.id} AND b.bundled_into IS NOT NULL AND b.status = 'bundled')`;
  const [teamRows = [], open = [], told = []] = await db.batch([
    selectTeam(account_id),
    sql`SELECT h.* FROM handoffs h WHERE h.id IN ${concerned} AND h.account_id = ${account_id} AND h.status = 'open'`,
    sql`SELECT d.handoff_id, d.recipient_id, d.target_id FROM deliveries d WHERE d.handoff_id IN ${concerned}
      AND d.account_id = ${account_id} AND ${tells(sql`d`)}`,
  ]);
  const team = teamRows.map(decodeAddressee);
  const others = team.filter((who) => who.user_id !== delivery.recipient_id && isReachable(who));

  const statements: SQL[] = [];
  const notify: string[] = [];
  for (const handoff of asksForHelp(delivery.kind) ? open.map((row) => decodeRow(handoffs, row)) : []) {
    const know = new Set(
      told.filter((row) => row["handoff_id"] === handoff.id).map((row) => row["recipient_id"]),
    );
    const people = instead(
      others.filter(({ user_id }) => !know.has(user_id)),
      handoff,
    );
    // Whoever is told by a chat or browser of theirs needs nobody in their place.
    const hears = told.some(
      ({ handoff_id, recipient_id, target_id }) =>
        handoff_id === handoff.id &&
        recipient_id === delivery.recipient_id &&
        target_id !== null &&
        target_id !== delivery.target_id,
    );
    if (people.length === 0 || hears) continue;
    // Judged by the batch itself: still open, and nobody is told twice.
    const missing = sql`${stands} AND EXISTS (SELECT 1 FROM handoffs h WHERE h.id = ${handoff.id} AND h.status = 'open')
      AND NOT EXISTS (SELECT 1 FROM deliveries f WHERE f.handoff_id = ${handoff.id}
        AND f.recipient_id = p.value ->> 'user_id' AND ${tells(sql`f`)})`;
    const policy = handoff.policy ?? DEFAULT_POLICY;
    const notBefore = (who: Addressee) => tellAt(who, policy, handoff.priority, ctx.now);
    const promised = { handoff_id: handoff.id, kind: "fallback" as const, people, notBefore };
    statements.push(...promiseDeliveries(ctx, promised, missing));
    notify.push(handoff.id);
  }
  const notices = await noticesAbout(ctx, team, { delivery, detail }, notice, stands);
  return { statements: [...statements, ...notices.statements], notify, jobs: notices.jobs };
}

/** The mails to owners and admins about an address that mail does not reach, where there is a `notice`. */
export async function noticesAbout(
  ctx: DomainContext,
  team: readonly Addressee[],
  { delivery, detail }: LostMail,
  notice: SealedNotice | null,
  stands: SQL,
): Promise<Pick<Replaced, "statements" | "jobs">> {
  if (!notice) return { statements: [], jobs: [] };
  const { recipient_id, recipient } = delivery;
  const name = team.find(({ user_id }) => user_id === recipient_id)?.name ?? recipient;
  const about = { name, address: recipient, detail };
  const admins = team.filter(
    ({ user_id, role, reachable }) => user_id !== recipient_id && isAdminRole(role) && reachable,
  );
  const notices = await Promise.all(admins.map((to) => noticeTo(ctx, to, about, notice, stands)));
  return { statements: notices.map(({ statement }) => statement), jobs: notices.map(({ id }) => id) };
}

/** Whether a row asks its person for help, or will: a bundle does so by the rows that it holds. */
function tells(row: SQL): SQL {
  return sql`${row}.kind IN ${ASKS_FOR_HELP} AND ${row}.kind <> 'bundle'
    AND ${row}.status NOT IN ('bounced', 'failed', 'suppressed', 'cancelled')`;
}

/** Who of those who do not know yet is told in somebody's place: the first of these circles in which there is anybody. */
function instead(ignorant: readonly Addressee[], { handed_off_by, policy }: Handoff): Addressee[] {
  const others = ignorant.filter(({ user_id }) => user_id !== handed_off_by);
  const { fallback_user_id } = policy ?? DEFAULT_POLICY;
  const circles = [
    others.filter(({ user_id }) => user_id === fallback_user_id),
    others.filter(({ role }) => role === "owner"),
    others.filter(({ role }) => isAdminRole(role)),
  ];
  return circles.find((circle) => circle.length > 0) ?? others;
}

async function noticeTo(
  ctx: DomainContext,
  to: Addressee,
  about: Unreachable,
  notice: SealedNotice,
  stands: SQL,
): Promise<{ id: string; statement: SQL }> {
  const { account_id, now } = ctx;
  const subject_id = `unreachable:${await sha256(`${account_id} ${about.address.toLowerCase()} ${to.user_id}`)}`;
  const payload = await notice(to, about);
  const id = ctx.newId();
  const first = sql`NOT EXISTS (SELECT 1 FROM outbox WHERE subject_id = ${subject_id} AND created_at > ${now - NOTICE_MS})`;
  return {
    id,
    statement: promiseMail({ id, account_id, subject_id, payload, now }, sql`${stands} AND ${first}`),
  };
}
