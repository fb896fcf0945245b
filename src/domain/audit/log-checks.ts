import { type SQL, sql } from "drizzle-orm";
import type { Check } from "./record-findings.ts";

/** The newest so many facts of a log that grew are counted in each run. */
const WINDOW = 100;
/** So many facts of all logs, one after the other, are gone through in each run: the rolling full check. */
const SLICE = 5_000;
/** How far back of the last run's end a log counts as grown, ms: a run takes its time. */
const MARGIN_MS = 2 * 60_000;
/** A bus may be this far behind in time, ms: it has been asked by two runs of the chores. */
const BEHIND_MS = 2 * 60_000;

const mark = (field: "account_id" | "seq", start: SQL) =>
  sql`coalesce((SELECT r.outcome ->> ${sql.raw(`'${field}'`)} FROM routines r WHERE r.name = 'log_check'), ${start})`;
const MARK_ACCOUNT = mark("account_id", sql`''`);
const MARK_SEQ = mark("seq", sql`0`);

/** The next facts of the rolling check, in the order of the log's key. */
const slice = (columns: SQL) => sql`SELECT ${columns} FROM account_events e
  WHERE (e.account_id, e.seq) > (${MARK_ACCOUNT}, ${MARK_SEQ}) ORDER BY e.account_id, e.seq`;

/**
 * Each log has as many facts as its counter says, and ends where it says. Suspects are found cheaply: where the end is
 * not where the counter stands, where the newest facts of a log that grew have a hole, and where the rolling check
 * meets one. Only suspects, and those that had a hole before, are counted from end to end.
 */
export function logHoles(): Check {
  const grown = sql`coalesce((SELECT r.ended_at FROM routines r WHERE r.name = 'audit'), 0) - ${MARGIN_MS}`;
  const suspects = sql`SELECT a.id FROM accounts a
      LEFT JOIN account_events e ON e.account_id = a.id AND e.seq = a.last_seq
    WHERE (e.seq IS NULL AND a.last_seq > 0)
      OR EXISTS (SELECT 1 FROM account_events b WHERE b.account_id = a.id AND b.seq > a.last_seq)
      OR (e.created_at > ${grown} AND (SELECT count(*) FROM account_events w WHERE w.account_id = a.id
          AND w.seq > a.last_seq - ${WINDOW} AND w.seq <= a.last_seq) <> min(${WINDOW}, a.last_seq))
      OR EXISTS (SELECT 1 FROM findings f WHERE f.account_id = a.id AND f.code = 'log_hole' AND f.subject_id = a.id)
    UNION SELECT piece.account_id FROM (${slice(sql`e.account_id, e.seq`)} LIMIT ${SLICE}) piece GROUP BY piece.account_id
      HAVING max(piece.seq) - min(piece.seq) + 1 <> count(*)
        OR min(piece.seq) <> CASE WHEN piece.account_id = ${MARK_ACCOUNT} THEN ${MARK_SEQ} + 1 ELSE 1 END`;
  return {
    code: "log_hole",
    found: sql`SELECT c.account_id, c.account_id AS subject_id, NULL AS handoff_id,
        'The log of this account has ' || c.facts || CASE c.facts WHEN 1 THEN ' entry' ELSE ' entries' END || ' up to number '
          || c.ends || ', and should have ' || c.last_seq || '.' AS detail
      FROM (SELECT a.id AS account_id, a.last_seq,
          (SELECT count(*) FROM account_events x WHERE x.account_id = a.id) AS facts,
          (SELECT coalesce(max(y.seq), 0) FROM account_events y WHERE y.account_id = a.id) AS ends
        FROM (${suspects}) suspect CROSS JOIN accounts a ON a.id = suspect.id) c
      WHERE c.facts <> c.last_seq OR c.ends <> c.last_seq`,
  };
}

/** The statement that moves the rolling check on, or back to the beginning when it has been through everything. */
export function moveLogCheck(now: number): SQL {
  const last = slice(sql`json_object('account_id', e.account_id, 'seq', e.seq)`);
  return sql`INSERT INTO routines (name, ended_at, outcome)
    SELECT 'log_check', ${now}, coalesce((${last} LIMIT 1 OFFSET ${SLICE - 1}), '{}') WHERE 1
    ON CONFLICT DO UPDATE SET ended_at = excluded.ended_at, outcome = excluded.outcome`;
}

/** Every bus has passed on what the log holds; one that lags for longer than the chores need does not answer them. */
export function busesBehind(now: number): Check {
  return {
    code: "bus_behind",
    found: sql`SELECT a.id AS account_id, a.id AS subject_id, NULL AS handoff_id,
        'Live updates are behind by ' || (a.last_seq - a.bus_seq)
          || CASE a.last_seq - a.bus_seq WHEN 1 THEN ' change.' ELSE ' changes.' END AS detail
      FROM accounts a INDEXED BY accounts_lagging WHERE a.last_seq > a.bus_seq
        AND (SELECT e.created_at FROM account_events e WHERE e.account_id = a.id AND e.seq > a.bus_seq
          ORDER BY e.seq LIMIT 1) <= ${now - BEHIND_MS}`,
  };
}
