import { describe, expect, it } from "vitest";
import { created } from "../ui/support/queue-event.ts";
import { fakeLine } from "./support/fake-line.ts";
import { readyFrame, sse } from "./support/sse-text.ts";

describe("closing", () => {
  it("leaves no timer and no socket, and says so once", async () => {
    const line = fakeLine();
    line.socket.ready("k1.1");
    line.channel.close();
    line.channel.close();
    line.channel.wake();
    line.channel.lost();
    expect(line.socket.closed).toBe(true);
    expect(line.timers).toBe(0);
    expect(line.states.filter(({ kind }) => kind === "stopped")).toEqual([
      { kind: "stopped", reason: "closed" },
    ]);
    line.socket.event(created(2));
    line.socket.end(1006);
    await line.pass(600_000);
    expect(line.events).toEqual([]);
    expect(line.sockets).toHaveLength(1);
  });

  it("leaves nothing while a connection is being opened", () => {
    const line = fakeLine();
    line.channel.close();
    line.socket.open();
    expect(line.socket.closed).toBe(true);
    expect(line.timers).toBe(0);
  });

  it("ends a request that is under way", async () => {
    const line = fakeLine({ sockets: "none" });
    line.answers.push({ status: 200, chunks: [sse("ready", readyFrame)] });
    await line.pass(500);
    expect(line.state?.kind).toBe("live");
    line.channel.close();
    await line.settle();
    expect(line.counts.aborted).toBe(1);
    expect(line.timers).toBe(0);
  });

  it("ends the question who is signed in", async () => {
    const line = fakeLine({ who: "silent" });
    line.socket.end(1006);
    line.channel.close();
    await line.settle();
    expect(line.counts.aborted).toBe(1);
    expect(line.timers).toBe(0);
    expect(line.state).toEqual({ kind: "stopped", reason: "closed" });
  });

  it("ends a wait", async () => {
    const line = fakeLine();
    line.socket.ready("k1.1");
    line.socket.end(1013);
    line.channel.close();
    await line.pass(600_000);
    expect(line.sockets).toHaveLength(1);
  });

  it("can be done from within: no event is told after it, also if more have come already", async () => {
    const line = fakeLine({ sockets: "none", onEvent: () => line.channel.close() });
    const [one, two] = [2, 3].map((seq) => sse("handoff_created", created(seq), `k1.${seq}`));
    line.answers.push({ status: 200, chunks: [`${sse("ready", readyFrame)}${one}${two}`] });
    await line.pass(500);
    expect(line.events).toEqual([2]);
    expect(line.timers).toBe(0);
  });

  it("can be done from every change of state", async () => {
    for (const at of ["live", "down", "connecting"]) {
      const line = fakeLine({
        onState: (state) => {
          const now = state.kind === "down" && state.retryAt === null ? "connecting" : state.kind;
          if (now === at) line.channel.close();
        },
      });
      line.socket.ready("k1.1");
      line.socket.end(1012);
      await line.pass(60_000);
      expect(line.timers).toBe(0);
      expect(line.sockets).toHaveLength(1);
      expect(line.state).toEqual({ kind: "stopped", reason: "closed" });
    }
  });
});
