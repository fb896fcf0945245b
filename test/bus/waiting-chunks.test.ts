import { expect, test } from "vitest";
import { type SseTimes, sseAdapter } from "../../src/http/sse-adapter.ts";
import { WaitingChunks } from "../../src/http/waiting-chunks.ts";

const TIMES: SseTimes = { keepalive: 60_000, pong: 10_000, lifetime: 60_000, retry: 1234 };
const OVERFLOW = "event: overflow\ndata: {}\n\n";
const encoder = new TextEncoder();

/** So many chunks are written and none is read. */
function unread(chunks: [bytes: number, live: boolean][]): boolean {
  const waiting = new WaitingChunks();
  for (const [bytes, live] of chunks) waiting.add(bytes, live);
  return waiting.isFull(chunks.reduce((sum, [bytes]) => sum + bytes, 0));
}
const many = (count: number, bytes: number, live: boolean) =>
  Array.from({ length: count }, (): [number, boolean] => [bytes, live]);

test("64 live events, or 256 KiB of them, are as much as may wait", () => {
  expect(unread(many(63, 10, true))).toBe(false);
  expect(unread(many(64, 10, true))).toBe(true);
  expect(unread(many(1, 256 * 1024 - 1, true))).toBe(false);
  expect(unread(many(1, 256 * 1024, true))).toBe(true);
});

test("a replay and keepalives may wait without counting", () => {
  expect(unread(many(1_000, 10_000, false))).toBe(false);
  expect(unread([...many(100, 100_000, false), ...many(63, 10, true)])).toBe(false);
  expect(unread([...many(100, 100_000, false), ...many(64, 10, true)])).toBe(true);
});

test("what has been read does not wait, oldest first", () => {
  const waiting = new WaitingChunks();
  for (let i = 0; i < 100; i++) waiting.add(10, true);
  expect(waiting.isFull(630)).toBe(false);
  waiting.add(10, true);
  expect(waiting.isFull(640)).toBe(true);
  expect(waiting.isFull(639)).toBe(true);
  expect(waiting.isFull(0)).toBe(false);
});

test("a reader that takes what comes is never full, however much that was", () => {
  const waiting = new WaitingChunks();
  for (let i = 0; i < 10_000; i++) {
    waiting.add(50_000, true);
    expect(waiting.isFull(50_000)).toBe(false);
  }
});

/** An adapter with the bus's end of its socket; `told` resolves when it has taken all that was sent before. */
function adapted() {
  const { 0: held, 1: bus } = new WebSocketPair();
  bus.accept();
  const left = new Promise<string>((resolve) => bus.addEventListener("close", () => resolve("left")));
  const body = sseAdapter(held, new AbortController().signal, TIMES);
  return { bus, body, left };
}

const live = (seq: number, text = "") => encoder.encode(`id: k.${seq}\nevent: live\ndata: "${text}"\n\n`);
const seqsOf = (text: string) => [...text.matchAll(/^id: k\.(\d+)$/gm)].map(([, seq]) => Number(seq));
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test("a reader that takes nothing keeps 64 live events and is told of the overflow", async () => {
  const { bus, body, left } = adapted();
  for (let seq = 1; seq <= 80; seq++) bus.send(live(seq));
  expect(await left).toBe("left");
  const text = await new Response(body).text();
  expect(seqsOf(text)).toEqual(upTo(64));
  expect(text.endsWith(`data: ""\n\n${OVERFLOW}`)).toBe(true);
});

test("a reader that takes nothing keeps 256 KiB of live events and is told of the overflow", async () => {
  const { bus, body, left } = adapted();
  for (let seq = 1; seq <= 10; seq++) bus.send(live(seq, "x".repeat(60_000)));
  expect(await left).toBe("left");
  const text = await new Response(body).text();
  expect(seqsOf(text)).toEqual(upTo(5));
  expect(text.endsWith(OVERFLOW)).toBe(true);
});

test("a replay of any size waits for its reader, who then gets the live events after it", async () => {
  const { bus, body } = adapted();
  bus.send("event: ready\ndata: {}\n\n");
  const replay = upTo(500).map((seq) => `id: k.${seq}\nevent: old\ndata: "${"x".repeat(1_000)}"\n\n`);
  bus.send(replay.join(""));
  for (let seq = 501; seq <= 564; seq++) bus.send(live(seq));
  bus.close(1012);
  expect(seqsOf(await new Response(body).text())).toEqual(upTo(564));
});

test("a reader that drains is never cut, over 2,000 events and megabytes", async () => {
  const { bus, body } = adapted();
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  const parts = [(await reader.read()).value ?? ""];
  for (let seq = 1; seq <= 2_000; seq += 50) {
    for (let next = seq; next < seq + 50; next++) bus.send(live(next, "x".repeat(2_000)));
    for (let part = ""; !part.includes(`id: k.${seq + 49}\n`); parts.push(part)) {
      part = (await reader.read()).value ?? "";
    }
  }
  const text = parts.join("");
  expect(seqsOf(text)).toEqual(upTo(2_000));
  expect(text).not.toContain("overflow");
  await reader.cancel();
});
