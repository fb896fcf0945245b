import { type QuietHours, WEEKDAYS, type WorkingHours } from "../../contract/escalation-policy.ts";
import { dayAfter, momentOf, wallClock } from "../../platform/zoned-time.ts";

/** The first moment from `at` on in which the account works (ms). */
export function nextWorkingMoment({ tz, days, start, end }: WorkingHours, at: number): number {
  const [opens, closes] = [minutesOf(start), minutesOf(end)];
  const today = wallClock(tz, at);
  // Yesterday's hours may reach into this morning; a week ahead there is a working day for certain.
  for (let ahead = -1; ahead <= 8; ahead++) {
    const weekday = WEEKDAYS[(today.weekday + ahead + 7) % 7];
    if (!weekday || !days.includes(weekday)) continue;
    const day = dayAfter(today, ahead);
    const from = momentOf(tz, day, opens);
    const to = momentOf(tz, closes > opens ? day : dayAfter(day, 1), closes);
    const moment = Math.max(at, from);
    // Hours that the clock jumps over have no moment.
    if (moment < to) return moment;
  }
  return at;
}

/** When the quiet hours end in which this moment falls (ms), or null if it falls in none. */
export function quietUntil({ start, end }: QuietHours, tz: string, at: number): number | null {
  const [begins, ends] = [minutesOf(start), minutesOf(end)];
  if (begins === ends) return null;
  const today = wallClock(tz, at);
  for (const ahead of [-1, 0]) {
    const day = dayAfter(today, ahead);
    const from = momentOf(tz, day, begins);
    const to = momentOf(tz, ends > begins ? day : dayAfter(day, 1), ends);
    if (from <= at && at < to) return to;
  }
  return null;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}
