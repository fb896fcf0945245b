import type { LiveDeps } from "../live.ts";

const STREAM = "/api/v1/ai-sessions/escalations/stream";

/** What the live channel needs of a browser: the connections, the timers, the clock and chance. */
export function browserLine(): Pick<LiveDeps, "openSocket" | "fetch" | "later" | "now" | "random" | "urls"> {
  const events = new URL(STREAM, location.href);
  const socket = new URL(events);
  socket.protocol = events.protocol === "https:" ? "wss:" : "ws:";
  return {
    openSocket: (url) => new WebSocket(url),
    fetch: (url, init) => fetch(url, init),
    later: (ms, step) => {
      const timer = setTimeout(step, ms);
      return () => clearTimeout(timer);
    },
    now: () => Date.now(),
    random: () => Math.random(),
    urls: { socket: socket.href, events: events.href },
  };
}
