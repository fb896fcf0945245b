import { useEffect } from "preact/hooks";

const MINUTE_MS = 60_000;

/** Does it again every minute while the page is looked at, and when it is looked at again. */
export function useEveryMinute(again: () => Promise<void>): void {
  useEffect(() => {
    const look = () => {
      if (!document.hidden) void again();
    };
    const timer = setInterval(look, MINUTE_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [again]);
}
