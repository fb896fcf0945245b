import { env } from "cloudflare:workers";

/** One line of a plan, with the statement that it belongs to. */
export interface PlanStep {
  statement: string;
  detail: string;
}

/** How the database would carry these statements out. What they are bound to does not matter to the plan. */
export async function plansOf(trips: string[][]): Promise<PlanStep[]> {
  const statements = [...new Set(trips.flat())];
  const explained = statements.map((text) =>
    env.DB.prepare(`EXPLAIN QUERY PLAN ${text}`).bind(...(text.match(/\?/g) ?? []).map(() => null)),
  );
  const results = await env.DB.batch<{ detail: string }>(explained);
  return results.flatMap(({ results: steps }, index) =>
    steps.map(({ detail }) => ({ statement: (statements[index] ?? "").replaceAll(/\s+/g, " "), detail })),
  );
}

const HARMLESS = [
  // Lists that are bound to a statement are read whole.
  /VIRTUAL TABLE|CONSTANT ROW|SCAN \(/,
  // Indexes that hold nothing but what is due, or what browsers show now.
  /USING (COVERING )?INDEX (accounts_lagging|deliveries_due|outbox_due|webhook_messages_due|psa_notes_due|deliveries_alerts_shown)/,
];

/** The check of a foreign key from below: an INSERT skips it unless a violation is pending. */
const FROM_BELOW: [string, RegExp][] = [
  ['INSERT INTO "branches"', /^SCAN steps$/],
  ['INSERT INTO "sessions"', /^SCAN (alerts|psa_notes|account_events)$/],
];

/** The steps that read a whole table, or a whole index of one. */
export function scansIn(plan: PlanStep[]): PlanStep[] {
  // What a statement has gathered itself, by index, it may go through.
  const gathered = new Set(
    plan.map(
      ({ detail, statement }) =>
        `${statement} ${/^(?:MATERIALIZE|CO-ROUTINE) (\w+)$/.exec(detail)?.[1] ?? ""}`,
    ),
  );
  return plan.filter(
    ({ detail, statement }) =>
      detail.startsWith("SCAN") &&
      !HARMLESS.some((harmless) => harmless.test(detail)) &&
      !gathered.has(`${statement} ${detail.slice("SCAN ".length)}`) &&
      !FROM_BELOW.some(([row, child]) => statement.startsWith(row) && child.test(detail)),
  );
}
