import type { Priority } from "../contract/handoff-lifecycle.ts";
import { PAST_PROBLEMS, type PastProblem } from "./past-problems.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const DAYS = 21;

/** An escalation that is over: who made it when, who took it after how long, and how it ended. */
export interface PastEscalation extends PastProblem {
  at: number;
  by: string;
  priority: Priority;
  /** Null where its engineer took it back before anybody had picked it up. */
  claimed_by: string | null;
  minutes_to_claim: number;
  minutes_to_act: number;
  minutes_to_resolve: number;
  reads_back: boolean;
}

/** How many are made on each day of the week, Sunday first. */
const PER_DAY = [0, 3, 2, 3, 3, 2, 1] as const;
/** When in the day, in hours (UTC): a help desk's mornings and early afternoons, and now and then the evening. */
const HOURS = [9.3, 14.1, 8.2, 11.6, 10.4, 15.7, 13.2, 7.8, 9.9, 18.6, 16.3, 11.1, 21.4] as const;
const TO_CLAIM = [4, 2, 11, 7, 1, 19, 3, 6, 38, 2, 9, 5, 14, 3, 71, 8, 4] as const;
const TO_ACT = [3, 9, 5, 14, 2, 7] as const;
const TO_RESOLVE = [25, 70, 40, 130, 18, 95, 55] as const;
const PRIORITIES = ["normal", "high", "normal", "low", "normal", "critical", "high", "normal"] as const;
const ESCALATORS = ["sam", "priya", "sam", "sam", "priya"] as const;
const SENIORS = { sam: ["priya", "adam", "priya", "olivia"], priya: ["adam", "sam", "adam"] } as const;
/** Every so-manieth is withdrawn, or comes without a read-back. */
const WITHDRAWN = 12;
const UNREAD = 5;

/** The last three weeks before yesterday's end, oldest first: the same mixture wherever `now` lies. */
export function pastEscalations(now: number): PastEscalation[] {
  const today = Math.floor(now / DAY) * DAY;
  const days = Array.from({ length: DAYS }, (_, back) => today - (DAYS - back) * DAY);
  const moments = days.flatMap((day) =>
    Array.from({ length: PER_DAY[new Date(day).getUTCDay()] ?? 0 }, (_, nth) => {
      const hour = turn(HOURS, day / DAY + nth * 4);
      return day + hour * 60 * MINUTE;
    }),
  );
  return moments
    .toSorted((a, b) => a - b)
    .map(told)
    .filter((one) => one.at + (one.minutes_to_claim + one.minutes_to_resolve) * MINUTE < now);
}

function told(at: number, index: number): PastEscalation {
  const by = turn(ESCALATORS, index);
  const priority = turn(PRIORITIES, index);
  const hurry = priority === "critical" ? 0.4 : priority === "low" ? 2.5 : 1;
  return {
    ...turn(PAST_PROBLEMS, index),
    at,
    by,
    priority,
    claimed_by: index % WITHDRAWN === WITHDRAWN - 1 ? null : turn(SENIORS[by], index),
    minutes_to_claim: turn(TO_CLAIM, index) * hurry,
    minutes_to_act: turn(TO_ACT, index),
    minutes_to_resolve: turn(TO_RESOLVE, index),
    reads_back: index % UNREAD !== 2,
  };
}

function turn<T>(of: readonly [T, ...T[]], index: number): T {
  return of[index % of.length] ?? of[0];
}
