import type { ModelSource } from "./model-source.ts";

/** So many time-outs in a row, and a model is left alone for so long, ms: everybody else's jobs wait behind them. */
const SILENCES = 3;
const REST_MS = 30_000;

/** What this isolate has seen of each model; another one finds out for itself. */
const seen = new Map<string, { silences: number; last: number }>();

/** Whether a model has lately let so many wait in vain that nobody else should. */
export function isResting({ address }: ModelSource, now: number): boolean {
  const known = seen.get(address);
  return known !== undefined && known.silences >= SILENCES && now < known.last + REST_MS;
}

/** Notes that a model did not answer in time (`silent`), or did, in whatever way. */
export function noteAnswer({ address }: ModelSource, silent: boolean, now: number): void {
  if (silent) seen.set(address, { silences: (seen.get(address)?.silences ?? 0) + 1, last: now });
  else seen.delete(address);
}
