import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openStream, type StreamOptions, type StreamState } from "../../src/client/open-stream.ts";
import { created } from "../ui/support/queue-event.ts";
import { FakeSocket } from "./support/fake-socket.ts";
import { readyFrame, sse } from "./support/sse-text.ts";

let made: { url: string; options: unknown; socket: FakeSocket }[];
let asked: { url: string; headers: Record<string, string> }[];

class Recorded extends FakeSocket {
  constructor(url: string, options?: unknown) {
    super(url);
    made.push({ url, options, socket: this });
  }
}
const answer = (body: string) => new Response(body, { headers: { "content-type": "text/event-stream" } });

function open(options: Partial<StreamOptions> = {}) {
  const states: StreamState[] = [];
  const events: [number, string][] = [];
  const stream = openStream({
    baseUrl: "https://baton.example",
    fetch: async (url, { headers }) => {
      asked.push({ url, headers });
      const event = sse("handoff_created", created(41), "k1.41");
      return answer(sse("ready", readyFrame) + event);
    },
    onEvent: (event, position) => events.push([event.seq, position]),
    onReset: () => {},
    onState: (state) => states.push(state),
    ...options,
  });
  return { stream, states, events };
}

const STREAM = "baton.example/api/v1/ai-sessions/escalations/stream";

beforeEach(() => {
  vi.useFakeTimers();
  made = [];
  asked = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("how the stream is carried", () => {
  it("is the global WebSocket where there is one and no token", () => {
    vi.stubGlobal("WebSocket", Recorded);
    const { stream } = open({ after: "k1.40" });
    expect(made).toMatchObject([{ url: `wss://${STREAM}?after=k1.40`, options: undefined }]);
    expect(asked).toEqual([]);
    stream.close();
  });

  it("is SSE where there is no WebSocket, as in Node 20", async () => {
    vi.stubGlobal("WebSocket", undefined);
    const { stream, states, events } = open({ after: "k1.40" });
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual([
      { url: `https://${STREAM}`, headers: { accept: "text/event-stream", "last-event-id": "k1.40" } },
    ]);
    expect(states[0]).toEqual({ kind: "live", transport: "sse" });
    expect(events).toEqual([[41, "k1.41"]]);
    expect(stream.position).toBe("k1.41");
    stream.close();
  });

  it("is SSE with a token, which a browser's WebSocket could not send; the address never has it", async () => {
    vi.stubGlobal("WebSocket", Recorded);
    const { stream } = open({ token: "secret" });
    await vi.advanceTimersByTimeAsync(0);
    expect(made).toEqual([]);
    expect(asked).toEqual([
      { url: `https://${STREAM}`, headers: { accept: "text/event-stream", authorization: "Bearer secret" } },
    ]);
    stream.close();
  });

  it("is the given WebSocket, with the token as a header", () => {
    const { stream } = open({ token: "secret", WebSocket: Recorded });
    expect(made).toMatchObject([
      { url: `wss://${STREAM}`, options: { headers: { authorization: "Bearer secret" } } },
    ]);
    expect(asked).toEqual([]);
    stream.close();
  });

  it("is SSE at once if the given WebSocket refuses the header, as a browser's does", async () => {
    class NoHeaders extends FakeSocket {
      constructor(url: string, protocols?: string | string[]) {
        if (typeof protocols === "object") throw new DOMException("no such protocol", "SyntaxError");
        super(url);
      }
    }
    const { stream, states } = open({ token: "secret", WebSocket: NoHeaders });
    await vi.advanceTimersByTimeAsync(0);
    expect(states[0]).toEqual({ kind: "live", transport: "sse" });
    stream.close();
  });

  it("is SSE where WebSocket is null", async () => {
    vi.stubGlobal("WebSocket", Recorded);
    const { stream } = open({ WebSocket: null });
    await vi.advanceTimersByTimeAsync(0);
    expect(made).toEqual([]);
    expect(asked).toHaveLength(1);
    stream.close();
  });

  it("keeps a path in front of the API", () => {
    const { stream } = open({ baseUrl: "http://127.0.0.1:8787/help/", WebSocket: Recorded });
    expect(made[0]?.url).toBe("ws://127.0.0.1:8787/help/api/v1/ai-sessions/escalations/stream");
    stream.close();
  });

  it("is nothing where the address is none", () => {
    expect(() => open({ baseUrl: "baton" })).toThrow(TypeError);
    expect(() => open({ baseUrl: "ftp://baton.example" })).toThrow(TypeError);
  });
});

describe("after a refused WebSocket", () => {
  it.each([
    [401, "signed_out"],
    [403, "forbidden"],
  ])("GET /api/v1/me answering %i stops it for good: %s", async (status, reason) => {
    const fetch: StreamOptions["fetch"] = async (url, { headers }) => {
      asked.push({ url, headers });
      return new Response(null, { status });
    };
    const { states } = open({ token: "secret", WebSocket: Recorded, fetch });
    made[0]?.socket.end(1006);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(asked).toEqual([
      { url: "https://baton.example/api/v1/me", headers: { authorization: "Bearer secret" } },
    ]);
    expect(states).toEqual([{ kind: "stopped", reason }]);
    expect(made).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([200, 500])("GET /api/v1/me answering %i lets it try again", async (status) => {
    const fetch: StreamOptions["fetch"] = async () => new Response("{}", { status });
    const { stream } = open({ WebSocket: Recorded, fetch });
    made[0]?.socket.end(1006);
    await vi.advanceTimersByTimeAsync(501);
    expect(made).toHaveLength(2);
    stream.close();
  });
});

describe("the caller's side", () => {
  it("is not called before the stream is in the caller's hands", async () => {
    vi.stubGlobal("WebSocket", undefined);
    const { states, events } = open();
    expect(states).toEqual([]);
    expect(events).toEqual([]);
  });

  it("may throw: the error is reported as uncaught, and the stream goes on", async () => {
    const uncaught: unknown[] = [];
    vi.stubGlobal("queueMicrotask", (run: () => void) => {
      try {
        run();
      } catch (error) {
        uncaught.push(error);
      }
    });
    const broken = new Error("the listener's own");
    const { stream, states } = open({
      WebSocket: Recorded,
      onEvent: () => {
        throw broken;
      },
    });
    made[0]?.socket.ready("k1.1");
    made[0]?.socket.event(created(2));
    made[0]?.socket.event(created(3));
    expect(uncaught).toEqual([broken, broken]);
    expect(stream.position).toBe("k1.3");
    expect(states).toEqual([{ kind: "live", transport: "websocket" }]);
    stream.close();
  });

  it("is left with nothing running after close()", () => {
    const { stream } = open({ WebSocket: Recorded });
    made[0]?.socket.ready("k1.1");
    expect(vi.getTimerCount()).toBeGreaterThan(0);
    stream.close();
    expect(vi.getTimerCount()).toBe(0);
    expect(made[0]?.socket.closed).toBe(true);
  });
});

describe("in a page", () => {
  it("listens to the network and to being looked at, until it ends", async () => {
    const page = new EventTarget();
    const document = Object.assign(new EventTarget(), { hidden: false });
    for (const name of ["addEventListener", "removeEventListener"] as const)
      vi.stubGlobal(name, page[name].bind(page));
    vi.stubGlobal("document", document);
    const { stream, states } = open({ WebSocket: Recorded });
    made[0]?.socket.ready("k1.1");

    page.dispatchEvent(new Event("offline"));
    expect(states.at(-1)).toMatchObject({ kind: "down", offline: true });
    page.dispatchEvent(new Event("online"));
    expect(made).toHaveLength(2);
    made[1]?.socket.ready("k1.1");

    await vi.advanceTimersByTimeAsync(24_999);
    document.dispatchEvent(new Event("visibilitychange"));
    expect(made[1]?.socket.sent).toEqual(["ping"]);

    made[1]?.socket.end(1012);
    document.hidden = true;
    document.dispatchEvent(new Event("visibilitychange"));
    expect(made).toHaveLength(2);
    document.hidden = false;
    document.dispatchEvent(new Event("visibilitychange"));
    expect(made).toHaveLength(3);

    stream.close();
    page.dispatchEvent(new Event("offline"));
    page.dispatchEvent(new Event("online"));
    expect(made).toHaveLength(3);
    expect(vi.getTimerCount()).toBe(0);
  });
});
