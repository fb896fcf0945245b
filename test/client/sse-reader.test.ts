import { describe, expect, it } from "vitest";
import { createSseReader, type SseMessage } from "../../src/client/sse-reader.ts";

/** What a reader makes of a stream that came in these pieces. */
function read(...pieces: (string | Uint8Array)[]) {
  const messages: SseMessage[] = [];
  const retries: number[] = [];
  const reader = createSseReader({
    onMessage: (message) => messages.push(message),
    onRetry: (ms) => retries.push(ms),
  });
  const encoder = new TextEncoder();
  for (const piece of pieces) reader.feed(typeof piece === "string" ? encoder.encode(piece) : piece);
  return { messages, retries };
}
const datas = (...pieces: (string | Uint8Array)[]) => read(...pieces).messages.map(({ data }) => data);

describe("reading server-sent events", () => {
  it("takes event, id and data, each message its own", () => {
    expect(read("id: k1.2\nevent: handoff_created\ndata: {}\n\ndata: x\n\n").messages).toEqual([
      { event: "handoff_created", id: "k1.2", data: "{}" },
      { event: "message", id: null, data: "x" },
    ]);
  });

  it("joins several lines of data, empty ones too", () => {
    expect(datas("data: a\ndata:\ndata: b\n\n")).toEqual(["a\n\nb"]);
  });

  it("takes away one space after the colon and nothing else", () => {
    expect(datas("data:a\n\n", "data:  b \n\n", "data\n\n", "data: a:b\n\n")).toEqual([
      "a",
      " b ",
      "",
      "a:b",
    ]);
  });

  it("understands every kind of line end, also mixed", () => {
    expect(datas("data: a\r\n\r\ndata: b\r\rdata: c\n\ndata: d\r\n\n")).toEqual(["a", "b", "c", "d"]);
  });

  it("understands CRLF that was cut in two", () => {
    expect(datas("data: a\r", "\ndata: b\r", "\n\r", "\ndata: c\n\n")).toEqual(["a\nb", "c"]);
  });

  it("tells a message as soon as its blank line is there", () => {
    expect(datas("data: a\r\r")).toEqual(["a"]);
    expect(datas("data: a\r\n\r")).toEqual(["a"]);
  });

  it("skips comments and fields it does not know", () => {
    expect(datas(": keepalive\n\n", ":\n", "colour: red\ndata: a\n", ": more\n", "data: b\n\n")).toEqual([
      "a\nb",
    ]);
  });

  it("skips a byte order mark at the start, and only there", () => {
    expect(datas("\uFEFFdata: a\n\n\uFEFFdata: b\n\n")).toEqual(["a"]);
    const mark = new TextEncoder().encode("\uFEFFdata: a\n\n");
    expect(datas(mark.slice(0, 1), mark.slice(1, 2), mark.slice(2))).toEqual(["a"]);
  });

  it("tells nothing without data, and forgets what came with it", () => {
    expect(read("event: ready\nid: k1.1\n\ndata: a\n\n").messages).toEqual([
      { event: "message", id: null, data: "a" },
    ]);
  });

  it("tells nothing that has no end", () => {
    expect(datas("data: a\n\ndata: b\n")).toEqual(["a"]);
  });

  it("takes a retry of digits alone, wherever it stands", () => {
    expect(read("retry: 1000\n", "retry: 1s\nretry:\nretry: -1\n", "data: a\nretry:250\n\n").retries).toEqual(
      [1_000, 250],
    );
  });

  it("does not take an id with a NUL in it", () => {
    expect(read("id: a\0b\ndata: a\n\n").messages[0]?.id).toBeNull();
  });

  it("reads the same wherever the network cuts, also within a character or a line end", () => {
    const text =
      "\uFEFFretry: 5\r\nid: k1.2\r\nevent: e\r\ndata: Grüße 👩🏽‍💻 日本\r\ndata: b\r\n\r\n: c\r\rdata: z\n\n";
    const bytes = new TextEncoder().encode(text);
    const whole = read(bytes);
    expect(whole.messages).toEqual([
      { event: "e", id: "k1.2", data: "Grüße 👩🏽‍💻 日本\nb" },
      { event: "message", id: null, data: "z" },
    ]);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      expect(read(bytes.slice(0, cut), bytes.slice(cut))).toEqual(whole);
    }
    expect(read(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole);
  });
});
