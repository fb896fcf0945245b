import { sql } from "drizzle-orm";
import { FINDING_CODES, type FindingCode } from "../../contract/health.ts";
import type { Db, Row } from "../../db/client.ts";
import type { HandoffKey } from "../handoffs/handoff-row.ts";
import { ACTIVE_HANDOFFS, HELD_BY_NOBODY, IS_ACTIVE } from "./active-handoffs.ts";
import { healFindings } from "./heal-findings.ts";
import { busesBehind, logHoles, moveLogCheck } from "./log-checks.ts";
import { brokenChannels, failingWebhooks, stuckWebhooks } from "./outside-checks.ts";
import { unreachableMembers } from "./member-checks.ts";
import { unownedEscalations, unreachedEscalations, untoldEscalations } from "./ownership-checks.ts";
import { countLateJobsOfNobody, failedDeliveries, stuckPromises } from "./promise-checks.ts";
import { brokenConnections, failedNotes, stuckNotes } from "./psa-checks.ts";
import { type Check, dropPutRight, recordFindings } from "./record-findings.ts";
import { mismatchedSessions } from "./session-checks.ts";

/** So many new findings, and so many handoffs whose holder is gone, one run tells of. */
const MOST = 100;

/** A handoff whose holder cannot work on it any more. */
export interface AbandonedHandoff extends HandoffKey {
  account_id: string;
}

/** A row by its names, as the log line about it has it. */
export type Named = Record<string, string | null>;

/** What one run of the auditor came to. */
export interface Audit {
  /** How many findings there are now, by code. */
  counts: Record<FindingCode, number>;
  /** Late jobs that belong to no account. */
  late_jobs: number;
  fresh: Named[];
  healed: Named[];
  abandoned: AbandonedHandoff[];
}

/** All that is looked for, each in all accounts at once. */
export function checksAt(now: number): Check[] {
  return [
    unownedEscalations(now),
    untoldEscalations(),
    unreachedEscalations(now),
    stuckPromises(now),
    failedDeliveries(),
    logHoles(),
    busesBehind(now),
    mismatchedSessions(now),
    unreachableMembers(now),
    brokenChannels(now),
    failingWebhooks(now),
    stuckWebhooks(now),
    brokenConnections(now),
    stuckNotes(now),
    failedNotes(now),
  ];
}

/**
 * Audits every account in one round trip (`product.md` B11): what is wrong is written down, what is not wrong any more
 * is let go of, and what can be healed without judgement is. It wakes no bus. Safe to run twice, and at once.
 */
export async function auditAccounts(db: Db, now: number): Promise<Audit> {
  const heals = healFindings(now);
  const writes = [...checksAt(now).map((check) => recordFindings(check, now)), dropPutRight(now)];
  const reads = [
    countLateJobsOfNobody(now),
    sql`SELECT code, count(*) AS count FROM findings WHERE seen_at >= ${now} GROUP BY code`,
    sql`SELECT account_id, code, subject_id, handoff_id FROM findings WHERE seen_at >= ${now} AND since = ${now}
      ORDER BY seen_at LIMIT ${MOST}`,
    sql`SELECT h.account_id, h.session_id, h.id AS handoff_id FROM ${ACTIVE_HANDOFFS}
      WHERE ${IS_ACTIVE} AND ${HELD_BY_NOBODY} LIMIT ${MOST}`,
  ];
  const rows = await db.batch([...writes, ...reads, ...heals, moveLogCheck(now)]);
  const [late = [], counted = [], fresh = [], abandoned = []] = rows.slice(writes.length);
  const healed = rows.slice(writes.length + reads.length, -1).flat();
  const countOf = new Map(counted.map(({ code, count }) => [code, Number(count)]));
  return {
    counts: countByCode((code) => countOf.get(code) ?? 0),
    late_jobs: Number(late[0]?.["count"] ?? 0),
    fresh: fresh.map(named),
    healed: healed.map(named),
    abandoned: abandoned.map((row) => ({
      account_id: String(row["account_id"]),
      session_id: String(row["session_id"]),
      handoff_id: String(row["handoff_id"]),
    })),
  };
}

/** What is wrong anywhere beyond addresses and systems of others that do not work: then nobody is told that all is well. */
export function countDisturbances({ counts, late_jobs }: Audit): number {
  const {
    unreachable_member: _,
    broken_channel: __,
    failing_webhook: ___,
    psa_connection_broken: ____,
    failed_psa_note: _____,
    ...disturbing
  } = counts;
  return Object.values(disturbing).reduce((sum, count) => sum + count, late_jobs);
}

function countByCode(count: (code: FindingCode) => number): Record<FindingCode, number> {
  // Every code is given its number, which is what the type of the result says.
  return Object.fromEntries(FINDING_CODES.map((code) => [code, count(code)])) as Record<FindingCode, number>;
}

function named(row: Row): Named {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)]),
  );
}
