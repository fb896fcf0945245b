import { type SQL, sql } from "drizzle-orm";
import { DEFAULT_POLICY } from "../../contract/escalation-policy.ts";
import type { Row } from "../../db/client.ts";
import type { DomainContext } from "../context.ts";
import type { Addressee } from "../deliveries/addressees.ts";
import { type Promised, tellingsTo } from "../deliveries/promise-deliveries.ts";
import type { Target } from "../deliveries/targets.ts";
import { wayKey } from "../deliveries/ways.ts";
import { nameIn } from "../sessions/session-row.ts";
import { ASKS_FOR_HELP } from "../deliveries/cancel-deliveries.ts";
import type { Fact } from "../events/record-events.ts";
import type { HandoffRow } from "../handoffs/handoff-row.ts";
import { type Care, named } from "./care.ts";
import { type LadderStep, dueSteps, heaviestOf, ladderStep, weightOf } from "./plan.ts";
import { tellAt, toldByStep } from "./recipients.ts";

/** Who has been asked for help with a handoff, and who is still to hear of it, and how (`wayKey`): quiet hours, or a channel that is down. */
export interface Told {
  told: ReadonlySet<string>;
  waiting: ReadonlySet<string>;
}

export function selectTold(accountId: string, handoffId: string, now: number): SQL {
  return sql`SELECT d.recipient_id, d.target_id, max(CASE d.status
      WHEN 'pending' THEN d.attempts > 0 OR d.next_attempt_at > ${now}
      WHEN 'bundled' THEN coalesce(b.status IN ('pending', 'sending'), 0)
      ELSE d.status = 'sending' END) AS waiting
    FROM deliveries d LEFT JOIN deliveries b ON b.id = d.bundled_into AND b.account_id = d.account_id
    WHERE d.handoff_id = ${handoffId} AND d.account_id = ${accountId} AND d.kind IN ${ASKS_FOR_HELP}
    GROUP BY d.recipient_id, d.target_id`;
}

export function decodeTold(rows: readonly Row[]): Told {
  const waiting = rows.filter((row) => row["waiting"] === 1);
  return {
    told: new Set(rows.flatMap((row) => nameIn(row, "recipient_id") ?? [])),
    waiting: new Set(waiting.map((row) => wayKey(nameIn(row, "recipient_id"), nameIn(row, "target_id")))),
  };
}

/**
 * Takes all steps of the ladder that are due as one: everybody is told once, for the weightiest reason. Whoever is still
 * to hear of what was promised before is not promised it again: after an outage they get one mail.
 */
export function climb(
  ctx: DomainContext,
  handoff: HandoffRow,
  team: readonly Addressee[],
  { told, waiting }: Told,
  chats: readonly Target[] = [],
): Care {
  const policy = handoff.policy ?? DEFAULT_POLICY;
  const due = dueSteps(policy, handoff, handoff.ladder_step, ctx.now);
  const ladder_step = (due.at(-1)?.index ?? handoff.ladder_step - 1) + 1;
  const change = { ladder_step, next_action_at: ladderStep(policy, handoff, ladder_step).at };

  const reasons = new Map<Addressee, LadderStep>();
  for (const step of due.toSorted((a, b) => weightOf(a) - weightOf(b))) {
    for (const who of toldByStep(step.kind, team, told, { ...handoff, policy })) reasons.set(who, step);
  }
  const waits = (who: Addressee) =>
    tellingsTo([who]).every(({ way }) => waiting.has(wayKey(who.user_id, way.target_id)));
  const asked = [...reasons].filter(([who]) => !waits(who));
  const notBefore = (who: Addressee) => tellAt(who, policy, handoff.priority, ctx.now);
  const promised: Omit<Promised, "handoff_id">[] = [...Map.groupBy(asked, ([, step]) => step)].map(
    ([{ kind, index }, people]) => ({
      kind,
      step: index + 1,
      people: people.map(([who]) => who),
      notBefore,
      except: waiting,
    }),
  );
  const heaviest = heaviestOf(due);
  if (heaviest && chats.length > 0) {
    const { kind, index } = heaviest;
    promised.push({ kind, step: index + 1, people: [], chats, notBefore, except: waiting });
  }
  const nobodyNew = due.length === 0 || (asked.length === 0 && reasons.size > 0);
  return { change, promised, facts: nobodyNew ? [] : factsOf(handoff.id, due, asked) };
}

/** What the timeline says: whom it reminded, and to whom it turned besides. Where there is nobody, that too. */
function factsOf(
  handoffId: string,
  due: readonly LadderStep[],
  asked: readonly [Addressee, LadderStep][],
): Fact[] {
  const about = { handoff: handoffId };
  const [reminded, widened] = [
    asked.filter(([, { kind }]) => kind === "reminder"),
    asked.filter(([, { kind }]) => kind !== "reminder"),
  ].map((some) => some.map(([who]) => named(who)));
  const wide = due.some(({ kind }) => kind !== "reminder");
  const facts: Fact[] = [];
  if (reminded?.length || (asked.length === 0 && !wide)) {
    facts.push({ type: "handoff_reminded", about, details: { recipients: reminded ?? [] } });
  }
  if (widened?.length || (asked.length === 0 && wide)) {
    facts.push({ type: "handoff_widened", about, details: { recipients: widened ?? [] } });
  }
  return facts;
}
