import { type InferSelectModel, type SQL, sql } from "drizzle-orm";
import { DEFAULT_POLICY } from "../../contract/escalation-policy.ts";
import { isAdminRole } from "../../contract/role.ts";
import type { Row } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { type deliveries, handoffs } from "../../db/schema.ts";
import { sha256 } from "../../platform/sha256.ts";
import type { DomainContext } from "../context.ts";
import { promiseMail } from "../outbox/promise-mail.ts";
import { type Addressee, decodeAddressee, selectTeam } from "./addressees.ts";
import { asksForHelp } from "./cancel-deliveries.ts";
import { promiseDeliveries } from "./promise-deliveries.ts";

/** Seals the mail that tells one of those who administer the account; `name` is the person who cannot be reached. */
export type SealedNotice = (to: Addressee, name: string) => Promise<string>;

/** An address is told of once in so long. */
const NOTICE_MS = 24 * 60 * 60 * 1000;

interface Replaced {
  statements: SQL[];
  notify: string[];
  jobs: string[];
}

type Delivery = InferSelectModel<typeof deliveries>;

/**
 * The promises that follow when a call for help did not reach its person: somebody else is told of each handoff that is
 * still open, and owners and admins of the address.
 */
export async function replaceUnreachable(
  ctx: DomainContext,
  delivery: Delivery,
  notice: SealedNotice,
  stands: SQL,
): Promise<Replaced> {
  const { db, account_id } = ctx;
  const concerned = sql`(SELECT ${delivery.handoff_id} UNION SELECT b.handoff_id FROM deliveries b
    WHERE b.bundled_into = ${delivery.id} AND b.bundled_into IS NOT NULL AND b.status = 'bundled')`;
  const [teamRows = [], open = [], told = []] = await db.batch([
    selectTeam(account_id),
    sql`SELECT h.* FROM handoffs h WHERE h.id IN ${concerned} AND h.account_id = ${account_id} AND h.status = 'open'`,
    sql`SELECT d.handoff_id, d.recipient_id FROM deliveries d WHERE d.handoff_id IN ${concerned}
      AND d.account_id = ${account_id} AND d.status NOT IN ('bounced', 'failed', 'suppressed', 'cancelled')`,
  ]);
  const team = teamRows.map(decodeAddressee);
  const others = team.filter((who) => who.user_id !== delivery.recipient_id);
  const name = team.find((who) => who.user_id === delivery.recipient_id)?.name ?? delivery.recipient;

  const statements: SQL[] = [];
  const notify: string[] = [];
  if (asksForHelp(delivery.kind)) {
    for (const handoff of open.map((row) => decodeRow(handoffs, row))) {
      const people = instead(others, handoff, told);
      if (people.length === 0) continue;
      // Judged by the batch itself: still open, and nobody is told twice as the fallback.
      const missing = sql`${stands} AND EXISTS (SELECT 1 FROM handoffs h WHERE h.id = ${handoff.id} AND h.status = 'open')
        AND NOT EXISTS (SELECT 1 FROM deliveries f WHERE f.handoff_id = ${handoff.id} AND f.kind = 'fallback'
          AND f.recipient_id = p.value ->> 'user_id')`;
      statements.push(
        ...promiseDeliveries(ctx, { handoff_id: handoff.id, kind: "fallback", people }, missing),
      );
      notify.push(handoff.id);
    }
  }
  const admins = others.filter((who) => isAdminRole(who.role) && who.reachable);
  const notices = await Promise.all(
    admins.map((to) => noticeTo(ctx, to, { delivery, name, notice }, stands)),
  );
  statements.push(...notices.map(({ statement }) => statement));
  return { statements, notify, jobs: notices.map(({ id }) => id) };
}

/** Who is told in somebody's place: the policy's fallback person unless they know already, else the owners. */
function instead(
  others: readonly Addressee[],
  handoff: InferSelectModel<typeof handoffs>,
  told: readonly Row[],
): Addressee[] {
  const { fallback_user_id } = handoff.policy ?? DEFAULT_POLICY;
  const know = new Set(
    told.filter((row) => row["handoff_id"] === handoff.id).map((row) => row["recipient_id"]),
  );
  const ignorant = others.filter(({ user_id }) => !know.has(user_id));
  // An account whose only owner cannot be reached has admins, or whoever does not know yet.
  const circles = [
    ignorant.filter((who) => who.user_id === fallback_user_id && who.reachable),
    others.filter(({ role }) => role === "owner"),
    others.filter(({ role }) => isAdminRole(role)),
  ];
  return circles.find((circle) => circle.length > 0) ?? ignorant;
}

async function noticeTo(
  ctx: DomainContext,
  to: Addressee,
  about: { delivery: Delivery; name: string; notice: SealedNotice },
  stands: SQL,
): Promise<{ id: string; statement: SQL }> {
  const { account_id, now } = ctx;
  const address = about.delivery.recipient.toLowerCase();
  const subject_id = `unreachable:${await sha256(`${account_id} ${address} ${to.user_id}`)}`;
  const payload = await about.notice(to, about.name);
  const id = ctx.newId();
  const first = sql`NOT EXISTS (SELECT 1 FROM outbox WHERE subject_id = ${subject_id} AND created_at > ${now - NOTICE_MS})`;
  return {
    id,
    statement: promiseMail({ id, account_id, subject_id, payload, now }, sql`${stands} AND ${first}`),
  };
}
