import { describe, expect, it } from "vitest";
import { created } from "../ui/support/queue-event.ts";
import { fakeLine } from "./support/fake-line.ts";
import { readyFrame, sse } from "./support/sse-text.ts";

describe("when the stream is refused", () => {
  it("stops for good when the login has ended", async () => {
    const line = fakeLine();
    line.socket.ready("k1.1");
    line.socket.end(4401);
    await line.pass(120_000);
    expect(line.state).toEqual({ kind: "stopped", reason: "signed_out" });
    expect(line.sockets).toHaveLength(1);
  });

  it("stops for good when the right is lost", async () => {
    const line = fakeLine();
    line.socket.ready("k1.1");
    line.socket.end(4403);
    await line.pass(120_000);
    expect(line.state).toEqual({ kind: "stopped", reason: "forbidden" });
  });

  it("asks who is signed in after a refused upgrade, and stops if nobody is", async () => {
    const line = fakeLine({ who: "signed_out" });
    line.socket.end(1006);
    await line.pass(120_000);
    expect(line.state).toEqual({ kind: "stopped", reason: "signed_out" });
    expect(line.counts.questions).toBe(1);
    expect(line.sockets).toHaveLength(1);
  });

  it("falls back to server-sent events after two refused upgrades, from the same position", async () => {
    const line = fakeLine({ start: "k1.40" });
    line.answers.push({
      status: 200,
      chunks: ["retry: 1000\n", sse("ready", readyFrame), sse("handoff_created", created(41), "k1.41")],
    });
    line.socket.end(1006);
    await line.pass(500);
    expect(line.sockets).toHaveLength(2);
    expect(line.requests).toEqual([]);
    line.socket.end(1006);
    await line.pass(1_000);
    expect(line.sockets).toHaveLength(2);
    expect(line.requests).toEqual([{ url: "http://baton/stream", lastEventId: "k1.40" }]);
    expect(line.state).toEqual({ kind: "live", transport: "sse" });
    expect(line.events).toEqual([41]);
  });

  it("stays with server-sent events that worked, and gives the WebSocket one try on another network", async () => {
    const line = fakeLine({ start: "k1.40" });
    const overflow = [sse("ready", readyFrame), sse("overflow", {})];
    line.answers.push({ status: 200, chunks: overflow }, { status: 200, chunks: [sse("ready", readyFrame)] });
    line.socket.end(1006);
    await line.pass(500);
    line.socket.end(1006);
    await line.pass(10_000);
    expect(line.requests).toHaveLength(2);
    expect(line.sockets).toHaveLength(2);
    line.channel.lost();
    line.channel.wake();
    expect(line.sockets).toHaveLength(3);
  });

  it("stays with the WebSocket while nothing at all answers", async () => {
    const line = fakeLine({ who: "unreachable" });
    for (let i = 0; i < 4; i += 1) {
      line.socket.end(1006);
      await line.pass(30_000);
    }
    expect(line.requests).toEqual([]);
  });

  it("stops when server-sent events are forbidden", async () => {
    const line = fakeLine();
    line.answers.push({ status: 403, chunks: [] });
    line.socket.end(1006);
    await line.pass(500);
    line.socket.end(1006);
    await line.pass(1_000);
    expect(line.state).toEqual({ kind: "stopped", reason: "forbidden" });
  });

  it("gives up a question about who is signed in that is not answered in 10 s", async () => {
    const line = fakeLine({ who: "silent" });
    line.socket.end(1006);
    await line.pass(9_999);
    expect(line.sockets).toHaveLength(1);
    await line.pass(501);
    expect(line.sockets).toHaveLength(2);
  });

  it("goes straight to server-sent events where a WebSocket may not even be made", async () => {
    const line = fakeLine({ start: "k1.40", sockets: "forbidden" });
    expect(line.requests).toEqual([{ url: "http://baton/stream", lastEventId: "k1.40" }]);
  });
});
