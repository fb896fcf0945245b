import { useEffect } from "preact/hooks";
import { onEvent } from "./feed.ts";

const GATHER_MS = 150;

/** Reads a screen's resource again when the stream says something about its session, or with null, about any; several events make one reading. */
export function useLiveReload(sessionId: string | null, reload: () => Promise<void>): void {
  useEffect(() => {
    let pending: ReturnType<typeof setTimeout> | null = null;
    const end = onEvent((event) => {
      if (event !== "reset" && sessionId !== null && event.session_id !== sessionId) return;
      pending ??= setTimeout(() => {
        pending = null;
        void reload();
      }, GATHER_MS);
    });
    return () => {
      end();
      if (pending !== null) clearTimeout(pending);
    };
  }, [sessionId, reload]);
}
