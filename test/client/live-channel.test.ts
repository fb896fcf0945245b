import { describe, expect, it } from "vitest";
import { created } from "../ui/support/queue-event.ts";
import { fakeLine } from "./support/fake-line.ts";

describe("resuming", () => {
  it("opens the stream from the position of the list", () => {
    expect(fakeLine({ start: "k1.40" }).socket.url).toBe("ws://baton/stream?after=k1.40");
  });

  it("goes on from the last event received, never from the position that ready names", async () => {
    const line = fakeLine({ start: "k1.40" });
    line.socket.ready("k1.45", "k1.40");
    line.socket.event(created(41));
    line.socket.event(created(42));
    line.socket.end(1012);
    await line.pass(500);
    expect(line.sockets).toHaveLength(2);
    expect(line.socket.url).toBe("ws://baton/stream?after=k1.42");
  });

  it("goes on from where it began if nothing happened before the first loss", async () => {
    const line = fakeLine();
    line.socket.ready("k1.40");
    expect(line.channel.position).toBe("k1.40");
    line.socket.end(1006);
    await line.pass(500);
    expect(line.socket.url).toBe("ws://baton/stream?after=k1.40");
  });

  it("takes no notice of a connection that it has left", async () => {
    const line = fakeLine({ start: "k1.40" });
    line.socket.ready("k1.40", "k1.40");
    const [left] = line.sockets;
    line.socket.end(1012);
    await line.pass(500);
    line.socket.ready("k1.40", "k1.40");
    left?.event(created(41));
    left?.end(4401);
    expect(line.events).toEqual([]);
    expect(line.state?.kind).toBe("live");
  });

  it("does not tell an event twice that is sent twice", () => {
    const line = fakeLine();
    line.socket.ready("k1.1");
    for (const seq of [2, 3, 3, 2]) line.socket.event(created(seq));
    expect(line.events).toEqual([2, 3]);
  });

  it("closes and comes back at the moment the server gave", async () => {
    const line = fakeLine();
    line.socket.ready("k1.1");
    for (let ping = 0; ping < 21; ping += 1) {
      await line.pass(25_000);
      line.socket.say("pong");
    }
    await line.pass(15_000 - 1);
    expect(line.sockets).toHaveLength(1);
    await line.pass(1);
    expect(line.sockets[0]?.closed).toBe(true);
    expect(line.sockets).toHaveLength(2);
  });

  it("waits longer after each failure and not at all when the network is back", async () => {
    const line = fakeLine({ who: "unreachable" });
    const waits: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      line.socket.end(1006);
      await line.settle();
      if (line.state?.kind !== "down" || line.state.retryAt === null) throw new Error("Expected a wait");
      const from = line.sockets.length;
      let waited = 0;
      while (line.sockets.length === from) {
        await line.pass(500);
        waited += 500;
      }
      waits.push(waited);
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    line.socket.end(1006);
    await line.settle();
    line.channel.wake();
    expect(line.sockets).toHaveLength(10);
  });

  it("says that the browser is offline until the stream is back", async () => {
    const line = fakeLine();
    line.socket.ready("k1.1");
    line.channel.lost();
    expect(line.state).toMatchObject({ kind: "down", offline: true });
    line.channel.wake();
    line.socket.ready("k1.1");
    expect(line.state).toEqual({ kind: "live", transport: "websocket" });
  });
});

describe("proving that nothing is missing", () => {
  it("resumes from the last good event when one is missing", async () => {
    const line = fakeLine();
    line.socket.ready("k1.1");
    line.socket.event(created(2));
    line.socket.event(created(4));
    expect(line.events).toEqual([2]);
    await line.pass(500);
    expect(line.socket.url).toBe("ws://baton/stream?after=k1.2");
    line.socket.ready("k1.4", "k1.2");
    line.socket.event(created(3));
    line.socket.event(created(4));
    expect(line.events).toEqual([2, 3, 4]);
    expect(line.resets).toEqual([]);
  });

  it("tells a reset when the same event is missing twice", async () => {
    const line = fakeLine();
    line.socket.ready("k1.1");
    line.socket.event(created(2));
    line.socket.event(created(4));
    await line.pass(500);
    line.socket.ready("k1.4", "k1.2");
    line.socket.event(created(4));
    expect(line.resets).toEqual([{ reason: "gap", position: "k1.4" }]);
    expect(line.events).toEqual([2, 4]);
  });

  it("tells a reset and goes on from its position", async () => {
    const line = fakeLine({ start: "k0.7" });
    line.socket.ready("k1.90", null);
    line.socket.frame("reset", { reason: "epoch", position: "k1.90" }, "k1.90");
    expect(line.resets).toEqual([{ reason: "epoch", position: "k1.90" }]);
    expect(line.channel.position).toBe("k1.90");
    line.socket.event(created(91));
    expect(line.events).toEqual([91]);
    line.socket.end(1012);
    await line.pass(500);
    expect(line.socket.url).toBe("ws://baton/stream?after=k1.91");
  });

  it("resumes when a message cannot be read", async () => {
    const line = fakeLine();
    line.socket.ready("k1.1");
    line.socket.say("{nonsense");
    await line.pass(500);
    expect(line.sockets).toHaveLength(2);
  });
});

describe("keeping the line honest", () => {
  it("acknowledges after every 32 events", () => {
    const line = fakeLine();
    line.socket.ready("k1.1");
    for (let seq = 2; seq <= 70; seq += 1) line.socket.event(created(seq));
    expect(line.socket.sent).toEqual(["ping", "ack:33", "ack:65"]);
  });

  it("acknowledges large events after 128 KiB, counted as they come over the line", () => {
    const line = fakeLine();
    line.socket.ready("k1.1");
    // Two bytes a letter: four of them are 128 KiB and what frames them.
    const engineer_notes = "ж".repeat(16 * 1024);
    for (let seq = 2; seq <= 10; seq += 1) line.socket.event(created(seq, { engineer_notes }));
    expect(line.socket.sent).toEqual(["ping", "ack:5", "ack:9"]);
  });

  it("counts anew after each acknowledgement, whatever made it due", () => {
    const line = fakeLine();
    line.socket.ready("k1.1");
    const engineer_notes = "x".repeat(127 * 1024);
    for (let seq = 2; seq <= 32; seq += 1) line.socket.event(created(seq));
    line.socket.event(created(33, { engineer_notes: "x".repeat(100 * 1024) }));
    line.socket.event(created(34, { engineer_notes }));
    expect(line.socket.sent).toEqual(["ping", "ack:33"]);
    line.socket.event(created(35, { engineer_notes }));
    for (let seq = 36; seq <= 67; seq += 1) line.socket.event(created(seq));
    expect(line.socket.sent).toEqual(["ping", "ack:33", "ack:35", "ack:67"]);
  });

  it("acknowledges a replay once, when it is complete, however long and large it is", () => {
    const line = fakeLine({ start: "k1.40" });
    line.socket.ready("k1.140", "k1.40");
    const engineer_notes = "x".repeat(5 * 1024);
    for (let seq = 41; seq < 140; seq += 1) line.socket.event(created(seq, { engineer_notes }));
    expect(line.socket.sent).toEqual(["ping"]);
    line.socket.event(created(140));
    for (let seq = 141; seq <= 172; seq += 1) line.socket.event(created(seq));
    expect(line.socket.sent).toEqual(["ping", "ack:140", "ack:172"]);
  });

  it("goes on acknowledging after a replay whose end never came", async () => {
    const line = fakeLine();
    line.socket.ready("k1.1");
    line.socket.event(created(2));
    line.socket.event(created(4));
    await line.pass(500);
    line.socket.ready("k1.3", "k1.2");
    for (let seq = 4; seq <= 35; seq += 1) line.socket.event(created(seq));
    expect(line.resets).toEqual([{ reason: "gap", position: "k1.4" }]);
    expect(line.socket.sent).toEqual(["ping", "ack:35"]);
  });

  it("says nothing into a line that is closing, which browsers complain of, and comes back when it is closed", async () => {
    const line = fakeLine();
    line.socket.ready("k1.1");
    line.socket.say("pong");
    line.socket.closing();
    for (let seq = 2; seq <= 40; seq += 1) line.socket.event(created(seq));
    await line.pass(25_000);
    expect(line.socket.sent).toEqual(["ping"]);
    line.socket.end(1012);
    await line.pass(500);
    expect(line.sockets).toHaveLength(2);
  });

  it("pings at once and every 25 s, and gives the line up after 10 s without an answer", async () => {
    const line = fakeLine();
    line.socket.ready("k1.1");
    expect(line.socket.sent).toEqual(["ping"]);
    line.socket.say("pong");
    await line.pass(25_000);
    expect(line.socket.sent).toEqual(["ping", "ping"]);
    await line.pass(10_500);
    expect(line.sockets[0]?.closed).toBe(true);
    expect(line.sockets).toHaveLength(2);
  });
});
