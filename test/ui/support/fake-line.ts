import type { LoggedEvent } from "../../../src/contract/event.ts";
import { openLiveChannel, type LiveDeps, type LiveState } from "../../../src/ui/live.ts";
import type { Socket } from "../../../src/ui/live/open-socket.ts";

/** A WebSocket that a test plays the server of. */
export class FakeSocket implements Socket {
  readonly sent: string[] = [];
  closed = false;
  private readonly listeners = new Map<string, (event: never) => void>();
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }
  addEventListener(type: string, run: (event: never) => void) {
    this.listeners.set(type, run);
  }
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    this.closed = true;
  }
  open() {
    this.tell("open", {});
  }
  say(text: string) {
    this.tell("message", { data: text });
  }
  frame(event: string, data: unknown, id?: string) {
    this.say(JSON.stringify(id === undefined ? { event, data } : { event, id, data }));
  }
  /** Accepts the stream. */
  ready(position: string, resumedFrom: string | null = null) {
    this.open();
    this.frame("ready", {
      account_id: "a-1",
      connection_id: "c-1",
      position,
      resumed_from: resumedFrom,
      server_time: "2026-11-20T10:00:00.000Z",
      expires_at: "2026-11-20T10:09:00.000Z",
    });
  }
  event(event: LoggedEvent) {
    this.frame(event.type, event, `k1.${event.seq}`);
  }
  end(code: number) {
    this.tell("close", { code });
  }
  private tell(type: string, event: unknown) {
    this.listeners.get(type)?.(event as never);
  }
}

interface SseAnswer {
  status: number;
  chunks: string[];
}

/** A live channel whose sockets, clock, timers and chance are in the test's hands. */
export function fakeLine(
  options: { start?: string | null; probe?: Awaited<ReturnType<LiveDeps["probe"]>> } = {},
) {
  const sockets: FakeSocket[] = [];
  const requests: { url: string; lastEventId: string | undefined }[] = [];
  const events: number[] = [];
  const states: LiveState[] = [];
  const counts = { resets: 0, probes: 0 };
  const answers: SseAnswer[] = [];
  let clock = 0;
  let timers: { at: number; run: () => void }[] = [];

  const channel = openLiveChannel(
    {
      openSocket: (url) => {
        const socket = new FakeSocket(url);
        sockets.push(socket);
        return socket;
      },
      fetch: async (url, init) => {
        requests.push({ url, lastEventId: init.headers["last-event-id"] });
        const answer = answers.shift();
        if (answer === undefined) throw new TypeError("no network");
        const chunks = answer.chunks.map((text) => new TextEncoder().encode(text));
        const read = async () => {
          const value = chunks.shift();
          // A live stream stays open after what it had to say.
          return value === undefined ? await new Promise<never>(() => {}) : { done: false, value };
        };
        const { status } = answer;
        return {
          ok: status === 200,
          status,
          headers: { get: () => null },
          body: { getReader: () => ({ read }) },
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
      random: () => 1,
      urls: { socket: "ws://baton/stream", events: "http://baton/stream" },
      probe: async () => {
        counts.probes += 1;
        return options.probe ?? "ok";
      },
      onReady: () => {},
      onEvent: (event) => events.push(event.seq),
      onPresence: () => {},
      onReset: () => (counts.resets += 1),
      onState: (state) => states.push(state),
    },
    options.start ?? null,
  );

  return {
    channel,
    sockets,
    requests,
    events,
    counts,
    answers,
    get socket(): FakeSocket {
      const socket = sockets.at(-1);
      if (socket === undefined) throw new Error("No socket was opened");
      return socket;
    },
    get state(): LiveState | undefined {
      return states.at(-1);
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
