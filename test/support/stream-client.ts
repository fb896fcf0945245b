import { exports } from "cloudflare:workers";
import type { LoggedEvent, Ready, Reset } from "../../src/contract/event.ts";
import { ORIGIN } from "./call.ts";

export const STREAM = "/api/v1/ai-sessions/escalations/stream";

export interface Frame {
  event: string;
  id: string | null;
  data: unknown;
}

/** An open stream as a client sees it, whatever carries it. Waiting ends with the frame or with the test's time. */
export interface StreamClient {
  /** The next frame that nobody has taken yet. */
  next(): Promise<Frame>;
  /** The next frames, which must be logged events. */
  events(count: number): Promise<LoggedEvent[]>;
  ready(): Promise<Ready>;
  reset(): Promise<Reset & { id: string | null }>;
  /** What came as it was written: SSE blocks with their comments, or WebSocket texts. */
  readonly raw: string[];
  /** How it ended: the close code of a WebSocket, 0 for the end of an SSE body. */
  readonly ended: Promise<number>;
  send(text: string | ArrayBuffer): void;
  close(): void;
}

export interface OpenStream {
  token: string;
  /** `Last-Event-ID`. */
  last?: string;
  /** `?after=`. */
  after?: string;
  /** A WebSocket that never says what it has received. */
  silent?: boolean;
}

export type Open = (how: OpenStream) => Promise<StreamClient>;

export function streamRequest({ token, last, after }: OpenStream, extra: HeadersInit = {}): Request {
  const headers = new Headers({
    authorization: `Bearer ${token}`,
    ...Object.fromEntries(new Headers(extra)),
  });
  if (last !== undefined) headers.set("last-event-id", last);
  const query = after === undefined ? "" : `?after=${encodeURIComponent(after)}`;
  return new Request(`${ORIGIN}${STREAM}${query}`, { headers });
}

/** Opens the stream as SSE. */
export const openSse: Open = async (how) => {
  const response = await exports.default.fetch(streamRequest(how, { accept: "text/event-stream" }));
  return readSse(response);
};

/** Opens the stream as a WebSocket. */
export const openSocket: Open = async (how) => {
  const response = await exports.default.fetch(streamRequest(how, { upgrade: "websocket" }));
  const socket = response.webSocket;
  if (!socket) throw new Error(`no upgrade: ${response.status} ${await response.text()}`);
  const taking = taker((text) =>
    // The answer to a ping is the one text that is no JSON.
    text === "pong" ? [{ event: "pong", data: null }] : [JSON.parse(text) as Omit<Frame, "id">],
  );
  const { promise: ended, resolve } = Promise.withResolvers<number>();
  let heard = 0;
  socket.addEventListener("message", ({ data }) => {
    taking.take(String(data));
    const seq = /^\{"event":"[^"]*","id":"[^"]*\.(\d+)"/.exec(String(data))?.[1];
    // As the contract asks of clients: a word after every 32 events.
    if (seq !== undefined && !how.silent && ++heard % 32 === 0) socket.send(`ack:${seq}`);
  });
  socket.addEventListener("close", ({ code }) => resolve(code));
  socket.accept();
  return { ...taking.client, ended, send: (text) => socket.send(text), close: () => socket.close(1000) };
};

/** Reads an SSE body block by block. */
export function readSse(response: Response): StreamClient {
  if (response.status !== 200 || !response.body) throw new Error(`no stream: ${response.status}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const taking = taker((block) => {
    const fields = block.split("\n").map((line) => /^(\w*): ?(.*)$/.exec(line));
    const value = (name: string) => fields.find((field) => field?.[1] === name)?.[2];
    const event = value("event");
    return event ? [{ event, id: value("id") ?? null, data: JSON.parse(value("data") ?? "null") }] : [];
  });
  const { promise: ended, resolve } = Promise.withResolvers<number>();
  const pump = async () => {
    let rest = "";
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const blocks = (rest + read.value).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) taking.take(block);
    }
    resolve(0);
  };
  pump().catch(() => resolve(0));
  return { ...taking.client, ended, send: () => undefined, close: () => void reader.cancel() };
}

/** Keeps what came and hands it out in order. */
function taker(read: (text: string) => (Omit<Frame, "id"> & { id?: string | null })[]) {
  const raw: string[] = [];
  const frames: Frame[] = [];
  const waiting: ((frame: Frame) => void)[] = [];
  const take = (text: string) => {
    raw.push(text);
    for (const { event, id = null, data } of read(text)) {
      const frame = { event, id, data };
      const first = waiting.shift();
      if (first) first(frame);
      else frames.push(frame);
    }
  };
  const next = async (): Promise<Frame> =>
    frames.shift() ?? (await new Promise<Frame>((resolve) => waiting.push(resolve)));
  const named = async (event: string) => {
    const frame = await next();
    if (frame.event !== event) throw new Error(`${event} expected, came ${JSON.stringify(frame)}`);
    return frame;
  };
  const client = {
    raw,
    next,
    async events(count: number) {
      const events: LoggedEvent[] = [];
      while (events.length < count) {
        const frame = await next();
        const event = frame.data as LoggedEvent;
        const told = `${frame.event} ${frame.id?.split(".")[1]}`;
        if (told !== `${event.type} ${event.seq}`)
          throw new Error(`not a logged event: ${JSON.stringify(frame)}`);
        events.push(event);
      }
      return events;
    },
    ready: async () => (await named("ready")).data as Ready,
    reset: async () => {
      const { id, data } = await named("reset");
      return { ...(data as Reset), id };
    },
  };
  return { take, client };
}
