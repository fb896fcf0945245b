import type { EscalationPolicy } from "../../contract/escalation-policy.ts";
import { PRIORITIES, type Priority } from "../../contract/handoff-lifecycle.ts";
import type { Addressee } from "../deliveries/addressees.ts";
import { isReachable } from "../deliveries/ways.ts";
import { quietUntil } from "./hours.ts";
import type { StepKind } from "./plan.ts";

/** What decides who is told of an escalation. */
export interface About {
  policy: EscalationPolicy;
  priority: Priority;
  team_id: string | null;
  handed_off_by: string | null;
  to_user_id: string | null;
  to_team_id: string | null;
}

/**
 * Who is told at once: those it is for; else the team where the policy says so and there is one; else everybody. A circle
 * in which nobody can be reached is none: what is only for them would wait unseen.
 */
export function firstToTell(team: readonly Addressee[], about: About): Addressee[] {
  const others = allButEscalator(team, about);
  const { to_user_id, to_team_id, policy } = about;
  const circles = [
    others.filter((who) => who.user_id === to_user_id),
    others.filter((who) => to_team_id !== null && who.team_id === to_team_id),
    others.filter(
      (who) => policy.first_notify === "team" && about.team_id !== null && who.team_id === about.team_id,
    ),
  ];
  return circles.find(reachesSomebody) ?? others;
}

/**
 * Who is told by a step: of a reminder those who were told before, of widening everybody else, of the fallback the named
 * person. Where that is nobody who can be reached, everybody: an escalation is never silently alone.
 */
export function toldByStep(
  kind: StepKind,
  team: readonly Addressee[],
  told: ReadonlySet<string>,
  about: About,
): Addressee[] {
  const others = allButEscalator(team, about);
  const meant = {
    reminder: () => others.filter((who) => told.has(who.user_id)),
    widened: () => others.filter((who) => !told.has(who.user_id)),
    fallback: () => others.filter((who) => who.user_id === about.policy.fallback_user_id),
  }[kind]();
  return reachesSomebody(meant) ? meant : others;
}

function reachesSomebody(people: readonly Addressee[]): boolean {
  return people.some(isReachable);
}

/**
 * When a person may be told of something with this priority, ms: at once, or when the account's and their own quiet
 * hours are over. The account's are those of the person's zone, where they have given one.
 */
export function tellAt(who: Addressee, policy: EscalationPolicy, priority: Priority, now: number): number {
  const own = who.notifications.quiet_hours;
  const zone = own?.tz ?? policy.working_hours?.tz ?? "UTC";
  const quiets = [policy.quiet_hours && { ...policy.quiet_hours, tz: zone }, own]
    .filter((quiet) => quiet !== null)
    .filter(({ min_priority }) => loudness(priority) < loudness(min_priority));
  let at = now;
  // One may begin where the other ends.
  for (let moved = true; moved;) {
    const later = quiets.map((quiet) => quietUntil(quiet, quiet.tz, at) ?? at);
    const next = Math.max(at, ...later);
    moved = next > at && next < now + 48 * 60 * 60_000;
    at = next;
  }
  return at;
}

function loudness(priority: Priority): number {
  return PRIORITIES.indexOf(priority);
}

function allButEscalator(team: readonly Addressee[], { handed_off_by }: About): Addressee[] {
  return team.filter((who) => who.user_id !== handed_off_by);
}
