import { type SQL, sql } from "drizzle-orm";
import type { DeliveryKind } from "../../contract/delivery.ts";
import type { DomainContext } from "../context.ts";
import { GIVE_UP_AFTER_MS } from "../retry-delay.ts";
import type { Addressee } from "./addressees.ts";
import type { Target } from "./targets.ts";
import { type Way, isReachable, mailTo, wayKey, wayOf, waysTo } from "./ways.ts";

/** What is promised to some people, and to chats of the whole account, about a handoff. */
export interface Promised {
  handoff_id: string;
  kind: DeliveryKind;
  people: readonly Addressee[];
  chats?: readonly Target[];
  /** The step of the ladder that promises it; none for what no ladder promises. */
  step?: number;
  /** When each may be told at the earliest, ms; by default at once. Chats of the account are told at once. */
  notBefore?: (who: Addressee) => number;
  /** The ways (`wayKey`) in which somebody is still to hear of what was promised before: they get no second one. */
  except?: ReadonlySet<string>;
}

/** Why somebody whose mails come back is not written to. */
export const COMES_BACK = "Their mail comes back.";

/** A person and a way in which they are really told. */
export interface Telling {
  who: Addressee;
  way: Way;
}

/** In which ways these people are really told; if nobody can be reached, all of them by mail all the same. */
export function tellingsTo(people: readonly Addressee[]): Telling[] {
  const reached = people.filter(isReachable);
  if (reached.length === 0) return people.map((who) => ({ who, way: mailTo(who) }));
  return reached.flatMap((who) => waysTo(who).map((way) => ({ who, way })));
}

/**
 * One ledger row for each way to each person, in the batch of the fact that causes it; for a mail that would come back it
 * says so. Trying ends a day after it may first go. The rows go in as one JSON parameter, as D1
 * allows 100 parameters a statement.
 */
export function promiseDeliveries(ctx: DomainContext, promised: Promised, stands: SQL): SQL[] {
  const { handoff_id, kind, people, chats = [], step = 0, notBefore = () => ctx.now, except } = promised;
  const tellings = tellingsTo(people);
  const pending = (user_id: string | null, way: Way, due: number) => ({
    id: ctx.newId(),
    user_id,
    ...way,
    due,
    status: "pending",
    error: null,
    give_up: due > ctx.now ? due + GIVE_UP_AFTER_MS : null,
  });
  const rows = [
    ...tellings.map(({ who, way }) => pending(who.user_id, way, notBefore(who))),
    ...chats.map((chat) => pending(null, wayOf(chat), ctx.now)),
  ].filter(({ user_id, target_id }) => !except?.has(wayKey(user_id, target_id)));
  const unmailed = people.filter((who) => wantsMail(who) && !tellings.some((one) => isMailTo(one, who)));
  const barred = unmailed.map((who) => ({
    id: ctx.newId(),
    user_id: who.user_id,
    ...mailTo(who),
    due: null,
    give_up: null,
    status: "suppressed",
    error: COMES_BACK,
  }));
  if (rows.length + barred.length === 0) return [];
  return [
    sql`INSERT INTO deliveries (id, account_id, handoff_id, channel, kind, step, recipient_id, recipient, target_id, status,
        next_attempt_at, give_up_at, last_error, created_at)
      SELECT p.value ->> 'id', ${ctx.account_id}, ${handoff_id}, p.value ->> 'channel', ${kind}, ${step},
        p.value ->> 'user_id', p.value ->> 'recipient', p.value ->> 'target_id', p.value ->> 'status',
        p.value ->> 'due', p.value ->> 'give_up', p.value ->> 'error', ${ctx.now}
      FROM json_each(${JSON.stringify([...rows, ...barred])}) p WHERE ${stands}`,
  ];
}

/** Whether somebody is told by mail unless it comes back: they chose it, or have nothing else. */
function wantsMail(who: Addressee): boolean {
  return !who.reachable && (who.notifications.channels.includes("email") || who.targets.length === 0);
}

function isMailTo({ who, way }: Telling, person: Addressee): boolean {
  return who === person && way.target_id === null;
}
