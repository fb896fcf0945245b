import type { EscalationNumbers } from "../../src/contract/analytics.ts";
import { type Priority, PRIORITIES } from "../../src/contract/handoff-lifecycle.ts";
import { iso } from "../../src/platform/iso.ts";

/** What happened to one escalation, as the test that made it happen knows; times in ms. */
export interface Told {
  created_at: number;
  priority: Priority;
  domain: string | null;
  handed_off_by: string;
  status: "open" | "claimed" | "returned" | "withdrawn" | "superseded" | "resolved";
  first_claim: { at: number; by: string } | null;
  first_action: number | null;
  read_back: boolean;
}

interface Asked {
  from: number;
  to: number;
  now: number;
  tz: string;
  names: Record<string, string>;
}

const HOUR = 3_600_000;

/** The same numbers worked out the plain way: lists, sorting and the clock of `Intl`, hour by hour. */
export function referenceNumbers(all: Told[], { from, to, now, tz, names }: Asked): EscalationNumbers {
  const told = all.filter(({ created_at }) => created_at >= from && created_at < to);
  const waitOf = ({ created_at, first_claim, status }: Told) =>
    first_claim ? first_claim.at - created_at : status === "open" ? now - created_at : null;
  const waits = (some: Told[]) => some.map(waitOf).filter((wait) => wait !== null);
  const rank = (values: number[], p: number) => {
    const sorted = values.toSorted((a, b) => a - b);
    const value = sorted[Math.ceil((p / 100) * sorted.length) - 1];
    return value === undefined ? null : value / 1000;
  };
  const standing = (status: Told["status"]) => told.filter((one) => one.status === status).length;
  const claimed = told.filter(({ first_claim }) => first_claim !== null);
  const actions = told.flatMap(({ first_claim, first_action }) =>
    first_claim && first_action !== null ? [first_action - first_claim.at] : [],
  );
  const local = new Intl.DateTimeFormat("sv-SE", {
    timeZone: tz,
    dateStyle: "short",
    timeStyle: "short",
  });
  const [dateOf, hourOf] = [
    (at: number) => local.format(at).slice(0, 10),
    (at: number) => Number(local.format(at).slice(11, 13)),
  ];
  const dates = new Set<string>();
  for (let at = from; at < to; at += HOUR / 4) dates.add(dateOf(at));
  if (to > from) dates.add(dateOf(to - 1));
  const domains = [...new Set(told.map(({ domain }) => domain))];
  const people = Object.keys(names).filter((id) =>
    told.some((one) => one.handed_off_by === id || one.first_claim?.by === id),
  );
  return {
    from: iso(from),
    to: iso(to),
    created: told.length,
    claimed: claimed.length,
    open: standing("open"),
    returned: standing("returned"),
    withdrawn: standing("withdrawn"),
    superseded: standing("superseded"),
    resolved: standing("resolved"),
    time_to_claim_seconds: {
      p50: rank(waits(told), 50),
      p90: rank(waits(told), 90),
      p99: rank(waits(told), 99),
      max: rank(waits(told), 100),
      still_waiting: told.filter(({ status, first_claim }) => status === "open" && !first_claim).length,
    },
    time_to_first_action_seconds: { p50: rank(actions, 50), p90: rank(actions, 90) },
    read_back_rate:
      claimed.length === 0 ? null : told.filter(({ read_back }) => read_back).length / claimed.length,
    by_day: [...dates].toSorted().map((date) => {
      const some = told.filter(({ created_at }) => dateOf(created_at) === date);
      const hit = some.filter(({ first_claim }) => first_claim !== null).length;
      return { date, created: some.length, claimed: hit, p50: rank(waits(some), 50) };
    }),
    by_hour: Array.from({ length: 24 }, (_, hour) => {
      const some = told.filter(({ created_at }) => hourOf(created_at) === hour);
      return { hour, created: some.length, p50: rank(waits(some), 50) };
    }),
    by_priority: PRIORITIES.toReversed().map((priority) => {
      const some = told.filter((one) => one.priority === priority);
      return { priority, created: some.length, p50: rank(waits(some), 50), p90: rank(waits(some), 90) };
    }),
    by_domain: domains
      .map((domain) => {
        const some = told.filter((one) => one.domain === domain);
        return { domain, created: some.length, p50: rank(waits(some), 50) };
      })
      .toSorted((a, b) => b.created - a.created || ((a.domain ?? "") < (b.domain ?? "") ? -1 : 1)),
    by_member: people
      .map((user_id) => {
        const hit = told.filter(({ first_claim }) => first_claim?.by === user_id);
        const handed_off = told.filter((one) => one.handed_off_by === user_id).length;
        const p50 = rank(waits(hit), 50);
        return { user_id, name: names[user_id] ?? "", handed_off, claimed: hit.length, p50 };
      })
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
