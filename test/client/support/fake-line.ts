import type { WhoAnswer } from "../../../src/client/ask-who.ts";
import { openLiveChannel } from "../../../src/client/live-channel.ts";
import type { StreamReset, StreamState } from "../../../src/client/stream-options.ts";
import { FakeSocket } from "./fake-socket.ts";

interface SseAnswer {
  status: number;
  chunks: string[];
  headers?: Record<string, string>;
  /** Whether the answer ends after its chunks. */
  ends?: boolean;
}

export interface LineOptions {
  start?: string | null;
  /** Who is signed in; `silent`: the question is never answered. */
  who?: WhoAnswer | "silent";
  /** `none`: there are no WebSockets; `forbidden`: making one throws. */
  sockets?: "none" | "forbidden";
  random?: () => number;
  onEvent?: (seq: number) => void;
  onState?: (state: StreamState) => void;
}

/** A live channel whose sockets, clock, timers and chance are in the test's hands. */
export function fakeLine(options: LineOptions = {}) {
  const sockets: FakeSocket[] = [];
  const requests: { url: string; lastEventId: string | undefined }[] = [];
  const events: number[] = [];
  const resets: StreamReset[] = [];
  const states: StreamState[] = [];
  const counts = { questions: 0, aborted: 0 };
  const answers: SseAnswer[] = [];
  let clock = 0;
  let timers: { at: number; run: () => void }[] = [];

  const aborted = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => {
        counts.aborted += 1;
        reject(new DOMException("aborted", "AbortError"));
      });
    });

  const channel = openLiveChannel(
    {
      openSocket:
        options.sockets === "none"
          ? null
          : (url) => {
              if (options.sockets === "forbidden") throw new DOMException("no", "SecurityError");
              const socket = new FakeSocket(url);
              sockets.push(socket);
              return socket;
            },
      fetch: async (url, init) => {
        requests.push({ url, lastEventId: init.headers["last-event-id"] });
        const answer = answers.shift();
        if (answer === undefined) throw new TypeError("no network");
        const { status, ends, headers } = { headers: { "content-type": "text/event-stream" }, ...answer };
        const chunks = answer.chunks.map((text) => new TextEncoder().encode(text));
        const never = aborted(init.signal);
        never.catch(() => {});
        const read = async () => {
          const value = chunks.shift();
          if (value !== undefined) return { done: false, value };
          // A live stream stays open after what it had to say.
          return ends === true ? { done: true } : await never;
        };
        return {
          ok: status === 200,
          status,
          headers: { get: (name) => (headers as Record<string, string>)[name] ?? null },
          body: { getReader: () => ({ read }), cancel: async () => {} },
        };
      },
      later: (ms, run) => {
        const timer = { at: clock + ms, run };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
      now: () => clock,
      random: options.random ?? (() => 1),
      urls: { socket: "ws://baton/stream", events: "http://baton/stream" },
      headers: {},
      askWho: async (signal) => {
        counts.questions += 1;
        if (options.who === "silent") return await aborted(signal).catch(() => "unreachable" as const);
        return options.who ?? "ok";
      },
      onReady: () => {},
      onEvent: (event) => {
        events.push(event.seq);
        options.onEvent?.(event.seq);
      },
      onPresence: () => {},
      onReset: (reset) => resets.push(reset),
      onState: (state) => {
        states.push(state);
        options.onState?.(state);
      },
    },
    options.start ?? null,
  );

  return {
    channel,
    sockets,
    requests,
    events,
    resets,
    states,
    counts,
    answers,
    get socket(): FakeSocket {
      const socket = sockets.at(-1);
      if (socket === undefined) throw new Error("No socket was opened");
      return socket;
    },
    get state(): StreamState | undefined {
      return states.at(-1);
    },
    get timers(): number {
      return timers.length;
    },
    /** Lets time pass, running what falls due in order. */
    async pass(ms: number) {
      const until = clock + ms;
      for (;;) {
        await settle();
        const due = timers.filter((timer) => timer.at <= until).toSorted((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        timers = timers.filter((timer) => timer !== due);
        clock = Math.max(clock, due.at);
        due.run();
      }
      clock = until;
    },
    settle,
  };
}

/** Lets every promise that can go on do so. */
async function settle() {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
}
