import type { EscalationPolicy } from "../../contract/escalation-policy.ts";
import { PRIORITIES } from "../../contract/handoff-lifecycle.ts";
import type { FieldError } from "../../contract/problem.ts";
import { WORKING_ROLES } from "../../contract/role.ts";
import type { DomainContext } from "../context.ts";
import { type Addressee, decodeAddressee, selectActiveMember, selectTeam } from "../deliveries/addressees.ts";
import { isReachable } from "../deliveries/ways.ts";
import { DomainError } from "../errors.ts";
import { foresee, isLouder } from "./foresee.ts";
import { nextWorkingMoment, quietUntil } from "./hours.ts";

/**
 * Refuses a policy that cannot work in this account. `pointer` is where the policy stands in the body.
 * @returns the escalation team, of whom it was judged
 * @throws DomainError `validation_failed` that names each reason
 */
export async function checkPolicy(
  ctx: DomainContext,
  policy: EscalationPolicy,
  pointer = "",
): Promise<Addressee[]> {
  const { fallback_user_id } = policy;
  const [teamRows = [], fallbackRows = []] = await ctx.db.batch([
    selectTeam(ctx.account_id),
    ...(fallback_user_id === null ? [] : [selectActiveMember(ctx.account_id, fallback_user_id)]),
  ]);
  const team = teamRows.map(decodeAddressee);
  const [fallback] = fallbackRows.map(decodeAddressee);
  const errors: FieldError[] = [
    ...(fallback_user_id === null ? [] : wrongWithFallback(fallback)),
    ...twiceInAMinute(policy),
    ...(team.some(isReachable) ? [] : [NOBODY]),
    ...(isLouderWhenLower(policy, team, ctx.now) ? [LOUDER] : []),
  ].map((error) => ({ ...error, pointer: pointer + error.pointer }));
  if (errors.length === 0) return team;
  throw new DomainError("validation_failed", errors.map(({ detail }) => detail).join(" "), { errors });
}

const NOBODY: FieldError = {
  pointer: "",
  detail: "Nobody would be told: no active engineer, admin or owner has a working address.",
};
const LOUDER: FieldError = { pointer: "", detail: "A lower priority would be louder than a higher one." };

function wrongWithFallback(fallback: Addressee | undefined): FieldError[] {
  const pointer = "/fallback_user_id";
  if (!fallback) return [{ pointer, detail: "There is no such active engineer, admin or owner." }];
  if (!WORKING_ROLES.includes(fallback.role)) {
    return [{ pointer, detail: "A viewer cannot pick up; name an engineer, admin or owner." }];
  }
  return isReachable(fallback) ? [] : [{ pointer, detail: "Mail to this person comes back." }];
}

function twiceInAMinute({ remind_after_minutes }: EscalationPolicy): FieldError[] {
  return remind_after_minutes.flatMap((minute, index) =>
    remind_after_minutes.indexOf(minute) === index
      ? []
      : [
          {
            pointer: `/remind_after_minutes/${index}`,
            detail: `There is already a reminder after ${minute} minutes.`,
          },
        ],
  );
}

/** Whether somewhere in the week a lower priority is told earlier, or to somebody more, than a higher one. */
function isLouderWhenLower(policy: EscalationPolicy, team: readonly Addressee[], now: number): boolean {
  const people = oneOfEachWish(team);
  return momentsOf(policy, now).some((created_at) => {
    const plans = PRIORITIES.map((priority) =>
      foresee(people, { policy, priority, ...NO_CIRCLE }, { created_at }),
    );
    return plans.some((plan, index) => index > 0 && isLouder(plans[index - 1] ?? [], plan));
  });
}

const NO_CIRCLE = { team_id: null, handed_off_by: null, to_user_id: null, to_team_id: null };
const HOUR = 60 * 60_000;
const MOST_WISHES = 8;

/** People with equal wishes are told at equal times: one of each stands for all. */
function oneOfEachWish(team: readonly Addressee[]): Addressee[] {
  const wishes = new Map(team.map((who) => [JSON.stringify(who.notifications.quiet_hours), who]));
  return [...wishes.values()].slice(0, MOST_WISHES);
}

/** One moment of each sort that the week ahead has: within working hours or not, in quiet hours or not. */
function momentsOf({ working_hours, quiet_hours }: EscalationPolicy, now: number): number[] {
  if (!working_hours && !quiet_hours) return [now];
  const moments = new Map<string, number>();
  for (let hour = 0; hour < 7 * 24; hour++) {
    const at = now + hour * HOUR;
    const works = !working_hours || nextWorkingMoment(working_hours, at) === at;
    const quiet = quiet_hours && quietUntil(quiet_hours, working_hours?.tz ?? "UTC", at) !== null;
    const sort = `${works} ${quiet}`;
    if (!moments.has(sort)) moments.set(sort, at);
  }
  return [...moments.values()];
}
