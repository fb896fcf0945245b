import { type InferSelectModel, type SQL, sql } from "drizzle-orm";
import { DEFAULT_POLICY } from "../../contract/escalation-policy.ts";
import type { Row } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { deliveries, handoffs } from "../../db/schema.ts";
import type { DomainContext } from "../context.ts";
import { tellAt } from "../ladder/recipients.ts";
import { type Addressee, decodeAddressee, selectTeam } from "./addressees.ts";
import { asksForHelp } from "./cancel-deliveries.ts";
import { promiseDeliveries } from "./promise-deliveries.ts";
import { type Replaced, type SealedNotice, noticesAbout, replaceUnreachable } from "./replace-unreachable.ts";
import { isReachable } from "./ways.ts";

type Delivery = InferSelectModel<typeof deliveries>;

/** A message that did not get through in one way (mail, a chat, a browser): why, and whether a chat or browser is gone for good. */
export interface LostWay {
  delivery: Delivery;
  error: string;
  is_gone: boolean;
}

/** What did not reach anybody by a row of these statuses. */
const NOT_TOLD = new Set<Delivery["status"]>(["bounced", "failed", "suppressed", "cancelled"]);

/**
 * The promises that follow when somebody was not reached in one way: a chat that is gone is marked as broken, and its
 * person is told in another way of theirs; where they have none, somebody else is told in their place. People who are
 * told of the same in another way already get no more. A chat of the account has no person to replace. Admins are told
 * of a mail's address (`notice` seals that).
 */
export async function replaceLostWays(
  ctx: DomainContext,
  lost: readonly LostWay[],
  notice: SealedNotice,
  stands: SQL,
): Promise<Replaced> {
  const statements = lost.filter(({ is_gone }) => is_gone).map((way) => markBroken(ctx, way, stands));
  const personal = lost.filter(({ delivery }) => delivery.recipient_id !== null);
  if (personal.length === 0) return { statements, notify: [], jobs: [] };

  const { team, rows, about } = await load(ctx, personal);
  const notify = new Set<string>();
  const jobs: string[] = [];
  for (const { delivery, error: detail } of personal) {
    const sealed = delivery.target_id === null ? notice : null;
    const person = without(team, delivery);
    if (!person || !isReachable(person)) {
      const replaced = await replaceUnreachable(ctx, { delivery, detail }, sealed, stands);
      statements.push(...replaced.statements);
      jobs.push(...replaced.jobs);
      for (const id of replaced.notify) notify.add(id);
      continue;
    }
    const messages = rows.filter(({ id, bundled_into }) =>
      delivery.kind === "bundle" ? bundled_into === delivery.id : id === delivery.id,
    );
    for (const message of messages) {
      if (rows.some((other) => tellsToo(other, message, delivery))) continue;
      const handoff = about.get(message.handoff_id);
      if (!handoff || (asksForHelp(message.kind) && handoff.status !== "open")) continue;
      statements.push(...promiseAgain(ctx, message, person, handoff, stands));
      notify.add(message.handoff_id);
    }
    const notices = await noticesAbout(ctx, team, { delivery, detail }, sealed, stands);
    statements.push(...notices.statements);
    jobs.push(...notices.jobs);
  }
  return { statements, notify: [...notify], jobs };
}

function markBroken({ account_id, now }: DomainContext, { delivery, error }: LostWay, stands: SQL): SQL {
  // A browser that does not listen any more is let go; a chat that somebody has set up is shown as broken.
  if (delivery.channel === "web_push") {
    return sql`DELETE FROM channel_targets
      WHERE id = ${delivery.target_id} AND account_id = ${account_id} AND ${stands}`;
  }
  return sql`UPDATE channel_targets SET broken_since = coalesce(broken_since, ${now}), last_error = ${error}
    WHERE id = ${delivery.target_id} AND account_id = ${account_id} AND ${stands}`;
}

/** The people, the handoffs that the lost messages are about, and everything that these people are told of them. */
async function load({ db, account_id }: DomainContext, lost: readonly LostWay[]) {
  const ids = JSON.stringify(lost.map(({ delivery }) => delivery.id));
  const concerned = sql`(SELECT d.handoff_id FROM deliveries d WHERE d.id IN (SELECT value FROM json_each(${ids}))
    UNION SELECT b.handoff_id FROM deliveries b WHERE b.bundled_into IN (SELECT value FROM json_each(${ids}))
      AND b.bundled_into IS NOT NULL)`;
  const [teamRows = [], rows = [], handoffRows = []] = await db.batch([
    selectTeam(account_id),
    sql`SELECT d.* FROM deliveries d WHERE d.handoff_id IN ${concerned} AND d.account_id = ${account_id}`,
    sql`SELECT h.* FROM handoffs h WHERE h.id IN ${concerned} AND h.account_id = ${account_id}`,
  ]);
  const decoded = handoffRows.map((row: Row) => decodeRow(handoffs, row));
  return {
    team: teamRows.map(decodeAddressee),
    rows: rows.map((row) => decodeRow(deliveries, row)),
    about: new Map(decoded.map((handoff) => [handoff.id, handoff])),
  };
}

/** A delivery's person as they can be told without the way that was lost. */
function without(team: readonly Addressee[], { recipient_id, target_id }: Delivery): Addressee | undefined {
  const person = team.find(({ user_id }) => user_id === recipient_id);
  if (person && target_id === null) return { ...person, reachable: false };
  return person && { ...person, targets: person.targets.filter(({ id }) => id !== target_id) };
}

/** Whether a row tells a message's person of the same thing in another way than the lost one. */
function tellsToo(other: Delivery, message: Delivery, lost: Delivery): boolean {
  return (
    other.handoff_id === message.handoff_id &&
    other.recipient_id === message.recipient_id &&
    other.kind === message.kind &&
    other.step === message.step &&
    other.target_id !== lost.target_id &&
    !NOT_TOLD.has(other.status)
  );
}

function promiseAgain(
  ctx: DomainContext,
  { handoff_id, kind, step }: Delivery,
  person: Addressee,
  { policy, priority }: InferSelectModel<typeof handoffs>,
  stands: SQL,
): SQL[] {
  // What speaks to one person about their own keeps no quiet hours.
  const notBefore = (who: Addressee) =>
    asksForHelp(kind) ? tellAt(who, policy ?? DEFAULT_POLICY, priority, ctx.now) : ctx.now;
  // Judged by the batch itself: no way is promised the same twice.
  const fresh = sql`${stands} AND NOT EXISTS (SELECT 1 FROM deliveries f WHERE f.handoff_id = ${handoff_id}
    AND f.recipient_id = p.value ->> 'user_id' AND f.kind = ${kind} AND f.step = ${step}
    AND f.target_id IS (p.value ->> 'target_id'))`;
  return promiseDeliveries(ctx, { handoff_id, kind, step, people: [person], notBefore }, fresh);
}
