import { useEffect } from "preact/hooks";

export const MINUTE_MS = 60_000;

/** Does it again after each so many milliseconds while the page is looked at, and when it is looked at again. */
export function useEvery(ms: number, again: () => Promise<void>): void {
  useEffect(() => {
    const look = () => {
      if (!document.hidden) void again();
    };
    const timer = setInterval(look, ms);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [ms, again]);
}
