import type { DeliveryKind } from "../../contract/delivery.ts";
import type { Addressee } from "../deliveries/addressees.ts";
import type { Target } from "../deliveries/targets.ts";
import { type Climber, ladderStep, stepsBeforeRepeats } from "./plan.ts";
import { type About, firstToTell, tellAt, toldByStep } from "./recipients.ts";

/** Some people, and chats of the whole account, that would be told at one moment (ms), and by what. */
export interface Telling {
  at: number;
  kind: DeliveryKind;
  people: Addressee[];
  chats: readonly Target[];
}

/** After so many the repetitions say nothing new. */
const REPEATS = 2;

/**
 * Who would be told of an escalation that nobody picks up, from the first notice to the second repetition, in the order
 * of time. Whoever wants quiet then is told at a moment of their own, and chats know no quiet hours. Everybody hears once
 * of what one moment brings: of the step that weighs most, or, if they had to wait, of the first.
 */
export function foresee(
  team: readonly Addressee[],
  about: About,
  climber: Pick<Climber, "created_at">,
  chats: readonly Target[] = [],
): Telling[] {
  const { policy, priority } = about;
  const tellings = new Map<string, Telling>();
  const tellingAt = (at: number, kind: DeliveryKind) => {
    const telling = tellings.get(`${at} ${kind}`) ?? { at, kind, people: [], chats: [] };
    tellings.set(`${at} ${kind}`, telling);
    return telling;
  };
  const tell = (kind: DeliveryKind, people: readonly Addressee[], when: number) => {
    const now = [...tellings.values()].find(({ at, chats: told }) => at === when && told.length > 0);
    if (!now || weighs(kind) >= weighs(now.kind)) {
      if (now) now.chats = [];
      tellingAt(when, kind).chats = chats;
    }
    for (const who of people) {
      const at = tellAt(who, policy, priority, when);
      const before = [...tellings.values()].find((one) => one.at === at && one.people.includes(who));
      // Whoever is still to hear of an earlier step is not told of this one besides.
      if (before && (at > when || weighs(before.kind) > weighs(kind))) continue;
      if (before) before.people = before.people.filter((other) => other !== who);
      tellingAt(at, kind).people.push(who);
    }
  };

  const first = firstToTell(team, about);
  tell("first", first, climber.created_at);
  const told = new Set(first.map(({ user_id }) => user_id));
  for (let index = 0; index < stepsBeforeRepeats(policy) + REPEATS; index++) {
    const { kind, at } = ladderStep(policy, { ...climber, priority }, index);
    const people = toldByStep(kind, team, told, about);
    tell(kind, people, at);
    for (const { user_id } of people) told.add(user_id);
  }
  return [...tellings.values()]
    .filter(({ people, chats }) => people.length + chats.length > 0)
    .toSorted((a, b) => a.at - b.at);
}

/** What counts where several steps are due at one moment, as `climb` takes them. */
function weighs(kind: DeliveryKind): number {
  return ["reminder", "widened", "fallback"].indexOf(kind);
}

/** Whether the one tells somebody earlier than the other does, or somebody whom the other does not tell at all. */
export function isLouder(one: readonly Telling[], other: readonly Telling[]): boolean {
  const toldByOther = firstTold(other);
  return [...firstTold(one)].some(([who, at]) => at < (toldByOther.get(who) ?? Number.POSITIVE_INFINITY));
}

function firstTold(tellings: readonly Telling[]): Map<string, number> {
  const first = new Map<string, number>();
  for (const { at, people } of tellings) {
    for (const { user_id } of people) first.set(user_id, Math.min(at, first.get(user_id) ?? at));
  }
  return first;
}
