import type { SessionDetail } from "../contract/handoff.ts";
import { read } from "./api.ts";
import { handOn } from "./handed-on.ts";

/** After so long the next screen is shown as it stands, and says itself what it waits for. */
const PATIENCE_MS = 1_500;

/**
 * Goes from a handoff's context to its session, in place: what both show moves, the rest fades. The session is read
 * before, so that nothing flashes up empty; where it cannot be read, the next screen says why.
 */
export async function dissolve(sessionId: string, go: () => void): Promise<void> {
  const path = `/ai-sessions/${sessionId}`;
  await read<SessionDetail>(path, AbortSignal.timeout(PATIENCE_MS)).then(
    (session) => handOn(path, session),
    () => {},
  );
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (isStill || !("startViewTransition" in document)) return go();
  const transition = document.startViewTransition(async () => {
    go();
    // The page draws itself in a microtask of its own.
    await new Promise((drawn) => setTimeout(drawn));
  });
  await transition.updateCallbackDone;
  return undefined;
}
