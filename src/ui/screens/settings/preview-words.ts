import { ApiProblem } from "../../api-problem.ts";
import { unitLocale } from "../../unit-locale.ts";

const MINUTE = 60_000;
const UNITS = [
  ["day", 1_440],
  ["hour", 60],
  ["minute", 1],
] as const;

/** "1 hr 30 min" in the locale; null for less than a minute. */
export function durationWords(ms: number, locale: string): string | null {
  let rest = Math.round(ms / MINUTE);
  if (rest < 1) return null;
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    const unitDisplay = unit === "day" ? "long" : "short";
    if (count > 0)
      parts.push(
        new Intl.NumberFormat(unitLocale(locale), { style: "unit", unit, unitDisplay }).format(count),
      );
  }
  return parts.join(" ");
}

/** A problem whose fields stand under `prefix` in the body, as if they stood at its root. */
export function withoutPrefix(problem: ApiProblem, prefix: string): ApiProblem {
  const errors = problem.problem.errors?.map((error) =>
    error.pointer.startsWith(prefix) ? { ...error, pointer: error.pointer.slice(prefix.length) } : error,
  );
  return errors === undefined ? problem : new ApiProblem({ ...problem.problem, errors });
}
