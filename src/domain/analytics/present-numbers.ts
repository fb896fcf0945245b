import type { EscalationNumbers } from "../../contract/analytics.ts";
import { PRIORITIES } from "../../contract/handoff-lifecycle.ts";
import { iso } from "../../platform/iso.ts";
import type { OffsetSpan } from "../../platform/zoned-time.ts";
import type { TimeRange } from "./time-range.ts";

/** The escalations of one group of one cut, as the database puts them together; times in ms. */
export interface Group {
  cut: string;
  key: string | number | null;
  name: string | null;
  created: number;
  claimed: number;
  waiting: number;
  open: number;
  returned: number;
  withdrawn: number;
  superseded: number;
  resolved: number;
  read_back: number;
  p50: number | null;
  p90: number | null;
  p99: number | null;
  longest: number | null;
}

interface About {
  range: TimeRange;
  spans: OffsetSpan[];
  byMember: boolean;
}

const NONE: Omit<Group, "cut" | "key"> = {
  name: null,
  created: 0,
  claimed: 0,
  waiting: 0,
  open: 0,
  returned: 0,
  withdrawn: 0,
  superseded: 0,
  resolved: 0,
  read_back: 0,
  p50: null,
  p90: null,
  p99: null,
  longest: null,
};
const DAY = 24 * 60 * 60_000;

/** The numbers as callers see them: every day, hour and priority is there, also where nothing happened. */
export function presentNumbers(groups: Group[], { range, spans, byMember }: About): EscalationNumbers {
  const cut = (name: string) => groups.filter((group) => group.cut === name);
  const finder = (name: string) => {
    const found = new Map(cut(name).map((group) => [group.key, group]));
    return (key: Group["key"]) => found.get(key) ?? NONE;
  };
  const all = finder("all")(null);
  const action = finder("action")(null);
  const [onDay, atHour, of] = [finder("day"), finder("hour"), finder("priority")];
  return {
    from: iso(range.from),
    to: iso(range.to),
    created: all.created,
    claimed: all.claimed,
    open: all.open,
    returned: all.returned,
    withdrawn: all.withdrawn,
    superseded: all.superseded,
    resolved: all.resolved,
    time_to_claim_seconds: {
      p50: seconds(all.p50),
      p90: seconds(all.p90),
      p99: seconds(all.p99),
      max: seconds(all.longest),
      still_waiting: all.waiting,
    },
    time_to_first_action_seconds: { p50: seconds(action.p50), p90: seconds(action.p90) },
    read_back_rate: all.claimed === 0 ? null : all.read_back / all.claimed,
    by_day: daysOf(range, spans).map((day) => {
      const { created, claimed, p50 } = onDay(day);
      return { date: iso(day * DAY).slice(0, 10), created, claimed, p50: seconds(p50) };
    }),
    by_hour: Array.from({ length: 24 }, (_, hour) => {
      const { created, p50 } = atHour(hour);
      return { hour, created, p50: seconds(p50) };
    }),
    by_priority: PRIORITIES.toReversed().map((priority) => {
      const { created, p50, p90 } = of(priority);
      return { priority, created, p50: seconds(p50), p90: seconds(p90) };
    }),
    by_domain: cut("domain")
      .map(({ key, created, p50 }) => ({ domain: textOrNull(key), created, p50: seconds(p50) }))
      .toSorted((a, b) => b.created - a.created || inOrder(a.domain ?? "", b.domain ?? "")),
    ...(byMember && { by_member: membersOf(cut("handed_off"), cut("claimed")) }),
  };
}

/** The days (since 1970, by the zone's clocks) that a range touches. */
function daysOf({ from, to }: TimeRange, spans: OffsetSpan[]): number[] {
  const days = new Set<number>();
  for (const span of spans) {
    if (from >= to) continue;
    const last = Math.floor((span.to - 1 + span.offset) / DAY);
    for (let day = Math.floor((span.from + span.offset) / DAY); day <= last; day++) days.add(day);
  }
  return [...days].toSorted((a, b) => a - b);
}

function membersOf(handedOff: Group[], claimed: Group[]): NonNullable<EscalationNumbers["by_member"]> {
  const members = new Map<
    string,
    { name: string; handed_off: number; claimed: number; p50: number | null }
  >();
  for (const { key, name, created } of handedOff) {
    if (typeof key !== "string") continue;
    members.set(key, { name: name ?? "", handed_off: created, claimed: 0, p50: null });
  }
  for (const { key, name, created, p50 } of claimed) {
    if (typeof key !== "string") continue;
    const handed_off = members.get(key)?.handed_off ?? 0;
    members.set(key, { name: name ?? "", handed_off, claimed: created, p50: seconds(p50) });
  }
  return [...members]
    .map(([user_id, member]) => ({ user_id, ...member }))
    .toSorted((a, b) => inOrder(a.name, b.name) || inOrder(a.user_id, b.user_id));
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}

function textOrNull(key: Group["key"]): string | null {
  return key === null ? null : String(key);
}

/** By code point: the same everywhere. */
function inOrder(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
