import { useEffect, useState } from "preact/hooks";
import { live, retryNow } from "../feed.ts";
import { clockWords } from "../time-words.ts";

const CALM_MS = 2_000;
const OFFLINE_MS = 30_000;

/** How the live channel stands, in words; nothing while it stands well or has been gone for under two seconds. */
export function ConnectionLine() {
  const state = live.value;
  const [now, setNow] = useState(Date.now());
  const isDown = state?.kind === "down";
  useEffect(() => {
    if (!isDown) return undefined;
    setNow(Date.now());
    const tick = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(tick);
  }, [isDown]);

  if (state === null || state.kind === "live") return null;
  if (state.kind === "stopped") {
    if (state.reason !== "forbidden") return null;
    return <p class="connection">Live updates have stopped: your role no longer includes them.</p>;
  }
  const gone = now - state.since;
  if (!state.offline && gone < CALM_MS) return null;
  const seconds = state.retryAt === null ? 0 : Math.ceil((state.retryAt - now) / 1_000);
  const words =
    state.offline || gone >= OFFLINE_MS
      ? `Offline: showing ${clockWords(state.since)}`
      : `Reconnecting${seconds > 0 ? ` in ${seconds} s` : "…"}`;
  return (
    <p class="connection">
      {words}
      <span aria-hidden="true"> · </span>
      <button type="button" class="link" onClick={retryNow}>
        Retry now
      </button>
    </p>
  );
}
