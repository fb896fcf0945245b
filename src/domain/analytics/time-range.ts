import { NUMBERS_DAYS_DEFAULT, NUMBERS_DAYS_MAX, type NumbersQuery } from "../../contract/analytics.ts";
import type { DomainContext } from "../context.ts";
import { invalidField } from "../errors.ts";

const DAY = 24 * 60 * 60_000;

/** From when to when, ms; the end is no part of it. */
export interface TimeRange {
  from: number;
  to: number;
}

/**
 * The range that a query means: until now and thirty days long where it says nothing else.
 * @throws DomainError `validation_failed` if it ends before it begins, or is too long
 */
export function timeRange({ now }: Pick<DomainContext, "now">, query: NumbersQuery): TimeRange {
  const to = query.to === undefined ? now : Date.parse(query.to);
  const from = query.from === undefined ? to - NUMBERS_DAYS_DEFAULT * DAY : Date.parse(query.from);
  if (from > to) {
    throw query.to === undefined
      ? invalidField("/from", "This moment has not come yet.")
      : invalidField("/to", "The range ends before it begins.");
  }
  if (to - from > NUMBERS_DAYS_MAX * DAY) {
    throw invalidField("/from", `A range is at most ${NUMBERS_DAYS_MAX} days long.`);
  }
  return { from, to };
}
