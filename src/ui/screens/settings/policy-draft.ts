import type { EscalationPolicy, Weekday } from "../../../contract/escalation-policy.ts";
import type { Priority } from "../../../contract/handoff-lifecycle.ts";

export const WEEK: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/** The API takes no more reminders than these. */
export const MOST_REMINDERS = 10;

/** A policy as it is typed: minutes as text, and what is switched off keeps what it had. Nobody is the empty text. */
export interface PolicyDraft {
  first: EscalationPolicy["first_notify"];
  reminders: readonly string[];
  widen: string;
  repeat: string;
  fallback: string;
  hasLease: boolean;
  lease: string;
  hasWorking: boolean;
  working: { tz: string; days: readonly Weekday[]; start: string; end: string };
  hasQuiet: boolean;
  quiet: { start: string; end: string; min_priority: Priority };
}

/** The draft of a policy; `tz` is the zone that is offered where the policy names none. */
export function draftOf(policy: EscalationPolicy, tz: string): PolicyDraft {
  const { claim_lease_minutes: lease, working_hours: working, quiet_hours: quiet } = policy;
  return {
    first: policy.first_notify,
    reminders: policy.remind_after_minutes.map(String),
    widen: String(policy.widen_after_minutes),
    repeat: String(policy.repeat_every_minutes),
    fallback: policy.fallback_user_id ?? "",
    hasLease: lease !== null,
    lease: String(lease ?? 30),
    hasWorking: working !== null,
    working: working ?? { tz, days: WEEK.slice(0, 5), start: "08:00", end: "18:00" },
    hasQuiet: quiet !== null,
    quiet: quiet ?? { start: "22:00", end: "07:00", min_priority: "high" },
  };
}

/** The policy that a draft says, or null while a field that counts is empty. Whether it can work is for the server. */
export function policyOf(draft: PolicyDraft): EscalationPolicy | null {
  const { working, quiet } = draft;
  const counted = [
    ...draft.reminders,
    draft.widen,
    draft.repeat,
    ...(draft.hasLease ? [draft.lease] : []),
    ...(draft.hasWorking ? [working.tz, working.start, working.end] : []),
    ...(draft.hasQuiet ? [quiet.start, quiet.end] : []),
  ];
  if (counted.some((text) => text.trim() === "")) return null;
  return {
    first_notify: draft.first,
    remind_after_minutes: draft.reminders.map(Number),
    widen_after_minutes: Number(draft.widen),
    fallback_user_id: draft.fallback === "" ? null : draft.fallback,
    repeat_every_minutes: Number(draft.repeat),
    claim_lease_minutes: draft.hasLease ? Number(draft.lease) : null,
    working_hours: draft.hasWorking ? { ...working, days: [...working.days] } : null,
    quiet_hours: draft.hasQuiet ? quiet : null,
  };
}

/** The reminders with one more, as much later as the one before came after its own. */
export function withReminder(reminders: readonly string[]): string[] {
  const [before, last] = [reminders.at(-2) ?? 0, reminders.at(-1) ?? 0].map(Number);
  const step = Math.max(5, (last ?? 0) - (before ?? 0));
  return [...reminders, String((last || 0) + (Number.isFinite(step) ? step : 5))];
}

/** The days with one more or one less, in the order of the week. */
export function withDay(days: readonly Weekday[], day: Weekday, isIn: boolean): Weekday[] {
  return WEEK.filter((other) => (other === day ? isIn : days.includes(other)));
}
