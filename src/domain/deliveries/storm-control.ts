import { type SQL, sql } from "drizzle-orm";
import type { Row } from "../../db/client.ts";

/** So many messages go to a person in one way (mail, a chat, a browser) by themselves within a minute; what follows is told in one. */
export const BY_THEMSELVES = 5;
export const WINDOW_MS = 60_000;
/** So many messages, bundles included, a person gets that way within an hour before bundles are made of ten minutes. */
export const MOST_AN_HOUR = 30;
const HOUR_MS = 60 * 60_000;
export const LONG_WINDOW_MS = 10 * 60_000;

/** What has gone one way to a person lately, and what is in senders' hands. */
export interface Load {
  sending: number;
  in_minute: number;
  in_hour: number;
  /** When the first mail of the present minute went, ms; null if there was none. */
  began: number | null;
}

/** The loads of every way that something is being sent; read in the batch that takes rows, it counts exactly. */
export function selectLoads(now: number): SQL {
  const sent = (since: number) =>
    sql`FROM deliveries s WHERE s.account_id = d.account_id AND s.recipient_id IS d.recipient_id
      AND s.target_id IS d.target_id AND s.sent_at > ${since}`;
  return sql`SELECT d.account_id, d.recipient_id, d.target_id, count(*) AS sending,
      (SELECT count(*) ${sent(now - WINDOW_MS)}) AS in_minute, (SELECT count(*) ${sent(now - HOUR_MS)}) AS in_hour,
      (SELECT min(s.sent_at) ${sent(now - WINDOW_MS)}) AS began
    FROM deliveries d WHERE d.status IN ('pending', 'sending') AND d.next_attempt_at <= ${now}
      AND d.status = 'sending' GROUP BY d.account_id, d.recipient_id, d.target_id`;
}

export function decodeLoad(row: Row): Load {
  const began = row["began"];
  return {
    sending: Number(row["sending"]),
    in_minute: Number(row["in_minute"]),
    in_hour: Number(row["in_hour"]),
    began: typeof began === "number" ? began : null,
  };
}

/** What decides whether a message can wait in a bundle. */
export interface Held {
  /** False for what speaks to one person about their own: it is no call for help that could be one of many. */
  can_wait: boolean;
  critical: boolean;
}

/**
 * When each of the messages that go one way to a person goes: null for at once, by itself, or the moment (ms) of the bundle that is to hold it.
 * `load` counts these among those being sent.
 */
export function shareOut<T extends Held>(
  mails: readonly T[],
  load: Load,
  now: number,
): Map<T, number | null> {
  const others = Math.max(load.sending - mails.length, 0);
  const rank = ({ can_wait, critical }: T) => (can_wait ? (critical ? 1 : 2) : 0);
  const shares = new Map<T, number | null>();
  let gone = others;
  for (const mail of mails.toSorted((a, b) => rank(a) - rank(b))) {
    const overCap = load.in_hour + gone >= MOST_AN_HOUR;
    const full = load.in_minute + gone >= BY_THEMSELVES && !mail.critical;
    if (mail.can_wait && (overCap || full)) {
      shares.set(mail, overCap ? now + LONG_WINDOW_MS : Math.max((load.began ?? now) + WINDOW_MS, now));
    } else {
      shares.set(mail, null);
      gone++;
    }
  }
  return shares;
}
