import { EscalationNumbers, NumbersQuery } from "../../contract/analytics.ts";
import { AssessmentNumbers, AssessmentNumbersQuery } from "../../contract/assessment-verdict.ts";
import { getAssessmentNumbers } from "../../domain/analytics/get-assessment-numbers.ts";
import { getEscalationNumbers } from "../../domain/analytics/get-escalation-numbers.ts";
import { type EscalationRow, listEscalationRows } from "../../domain/analytics/list-escalation-rows.ts";
import type { DomainContext } from "../../domain/context.ts";
import type { PageMark } from "../../domain/page.ts";
import { iso } from "../../platform/iso.ts";
import { type Cell, csvFile } from "../csv.ts";
import { operation } from "../operation.ts";

const tag = "Numbers";
const PAGE = 300;

export const analyticsRoutes = [
  operation({
    id: "getEscalationNumbers",
    method: "get",
    path: "/analytics/escalations",
    summary: "How long escalations waited, the still-waiting ones counted at their present age",
    tag,
    right: "read",
    query: NumbersQuery,
    status: 200,
    answer: EscalationNumbers,
    run: ({ ctx, query }) => getEscalationNumbers(ctx, query),
  }),
  operation({
    id: "getAssessmentNumbers",
    method: "get",
    path: "/analytics/assessments",
    summary: "How often the holders of escalations agreed with their assessments, by what made them",
    tag,
    right: "read",
    query: AssessmentNumbersQuery,
    status: 200,
    answer: AssessmentNumbers,
    run: ({ ctx, query }) => getAssessmentNumbers(ctx, query),
  }),
  operation({
    id: "exportEscalations",
    method: "get",
    path: "/analytics/escalations.csv",
    summary: "The escalations behind the numbers, one a line, oldest first",
    tag,
    right: "read",
    query: NumbersQuery,
    status: 200,
    stream: "text/csv",
    run: ({ ctx, query }) => csvFile("escalations.csv", Object.keys(COLUMNS), pagesOf(ctx, query)),
  }),
];

/** The file's columns, in order, and what stands in each. */
const COLUMNS: Record<string, (row: EscalationRow) => Cell> = {
  id: ({ id }) => id,
  created_at: ({ created_at }) => iso(created_at),
  problem: ({ problem_summary }) => problem_summary,
  customer: ({ customer }) => customer,
  device: ({ device }) => device,
  domain: ({ problem_domain }) => problem_domain,
  priority: ({ priority }) => priority,
  team: ({ team }) => team,
  status: ({ status }) => status,
  handed_off_by: ({ handed_off_by }) => handed_off_by,
  claimed_by: ({ claimed_by }) => claimed_by,
  claimed_at: ({ claimed_at }) => claimed_at && iso(claimed_at),
  seconds_to_claim: ({ claimed_at, wait }) => (claimed_at === null ? null : inSeconds(wait)),
  seconds_waiting: ({ claimed_at, wait }) => (claimed_at === null ? inSeconds(wait) : null),
  seconds_to_first_action: ({ action }) => inSeconds(action),
  read_back: ({ read_back }) => (read_back ? "yes" : "no"),
  session_id: ({ session_id }) => session_id,
};

/** The lines of the file, a page at a time, each read when it is asked for. */
async function* pagesOf(ctx: DomainContext, query: NumbersQuery): AsyncGenerator<Cell[][]> {
  const columns = Object.values(COLUMNS);
  let after: PageMark | null = null;
  do {
    const page: Awaited<ReturnType<typeof listEscalationRows>> = await listEscalationRows(ctx, query, {
      limit: PAGE,
      after,
    });
    yield page.items.map((row) => columns.map((column) => column(row)));
    after = page.next;
  } while (after);
}

function inSeconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}
