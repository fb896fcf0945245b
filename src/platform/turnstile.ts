/**
 * Lets some work in, and the rest when others leave, in order. What has not been let in by the time that `late` speaks
 * of is not begun at all: null.
 */
export type Turnstile = <T>(work: () => Promise<T>, late?: AbortSignal) => Promise<T | null>;

/** A turnstile behind which there is room for so many at once. */
export function turnstile(most: number): Turnstile {
  let inside = 0;
  const waiting: (() => void)[] = [];
  return async (work, late) => {
    if (inside < most) inside++;
    else {
      const { promise: turn, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      await turn;
    }
    try {
      return late?.aborted ? null : await work();
    } finally {
      const next = waiting.shift();
      // Who leaves hands the place over.
      if (next) next();
      else inside--;
    }
  };
}
