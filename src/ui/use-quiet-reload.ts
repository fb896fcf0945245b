import { useEffect } from "preact/hooks";
import { isOffline } from "./present-freshness.ts";

const PAUSE_MS = 5_000;

/**
 * Reads again every few seconds while the page is looked at: steps and messages are no events of the account's log, so
 * the stream does not tell of them.
 */
export function useQuietReload(reload: () => Promise<void>, isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return undefined;
    const look = () => {
      if (!document.hidden && !isOffline.peek()) void reload();
    };
    const timer = setInterval(look, PAUSE_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [reload, isOn]);
}
