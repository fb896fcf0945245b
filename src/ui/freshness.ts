import type { StreamState } from "../client/open-stream.ts";

/** A break as short as this is not worth a word. */
export const CALM_MS = 2_000;
/** After so long without the live channel the page counts as offline. */
export const OFFLINE_MS = 30_000;

/** How fresh what is shown is. Times in ms since 1970. */
export type Freshness =
  | { kind: "live" }
  /** No live channel for this person: as it was when it was read. */
  | { kind: "read"; at: number | null }
  | { kind: "reconnecting"; seconds: number }
  | { kind: "offline"; since: number; seconds: number }
  | { kind: "forbidden" };

/** What the header says of the live channel at this moment (`now`, the browser's own clock); `readAt`: the list. */
export function freshnessOf(state: StreamState | null, now: number, readAt: number | null): Freshness {
  if (state === null) return { kind: "read", at: readAt };
  if (state.kind === "live") return { kind: "live" };
  if (state.kind === "stopped") {
    return state.reason === "forbidden" ? { kind: "forbidden" } : { kind: "read", at: readAt };
  }
  const gone = now - state.since;
  const seconds = state.retryAt === null ? 0 : Math.max(0, Math.ceil((state.retryAt - now) / 1_000));
  if (state.offline || gone >= OFFLINE_MS) return { kind: "offline", since: state.since, seconds };
  return gone < CALM_MS ? { kind: "live" } : { kind: "reconnecting", seconds };
}
