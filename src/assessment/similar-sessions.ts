import type { AssessmentInput, ResolvedSession } from "../contract/assessment-input.ts";
import { wordsOf } from "./words-of.ts";

/** A resolved session and how alike it is, from 0 to 1. */
export interface SimilarSession {
  session: ResolvedSession;
  likeness: number;
}

/** Fewer words in common are chance. */
const SHARED_WORDS = 2;
const LIKE_ENOUGH = 0.3;
const SAME_DOMAIN = 0.15;
const MOST = 3;

/**
 * The resolved sessions that are most like this one, by words and domain, at most three, the likest first. Words that
 * many of the account's problems share count less than rare ones.
 */
export function similarSessions(input: AssessmentInput): SimilarSession[] {
  const said = [input.problem_summary, input.engineer_notes, input.intake]
    .concat(input.messages.filter(({ role }) => role !== "assistant").map(({ content }) => content))
    .filter((text) => text !== null)
    .join(" ");
  const asked = wordsOf(said);
  const known = input.resolved.map((session) => ({ session, words: wordsOf(session.problem_summary) }));
  const rarity = rarityIn(known.map(({ words }) => words));
  return known
    .map(({ session, words }) => ({
      session,
      likeness: likeness(asked, words, rarity) + (sameDomain(input, session) ? SAME_DOMAIN : 0),
    }))
    .filter(({ likeness: alike }) => alike >= LIKE_ENOUGH)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, MOST)
    .map(({ session, likeness: alike }) => ({ session, likeness: Math.min(1, alike) }));
}

/** How much of the past problem's weight the present one shares. */
function likeness(
  asked: ReadonlySet<string>,
  past: ReadonlySet<string>,
  weigh: (word: string) => number,
): number {
  const shared = [...past].filter((word) => asked.has(word));
  const telling = shared.some((word) => /\d{3}/.test(word));
  if (shared.length < SHARED_WORDS && !telling) return 0;
  return sum(shared.map(weigh)) / sum([...past].map(weigh));
}

function rarityIn(problems: readonly ReadonlySet<string>[]): (word: string) => number {
  const counts = new Map<string, number>();
  for (const words of problems) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return (word) => Math.log(1 + problems.length / (counts.get(word) ?? 1));
}

function sameDomain(input: AssessmentInput, session: ResolvedSession): boolean {
  const domain = input.problem_domain?.trim().toLowerCase();
  return domain !== undefined && domain !== "" && session.problem_domain?.trim().toLowerCase() === domain;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
