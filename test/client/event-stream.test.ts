import { describe, expect, it } from "vitest";
import { created } from "../ui/support/queue-event.ts";
import { fakeLine } from "./support/fake-line.ts";
import { readyFrame, sse } from "./support/sse-text.ts";

const ready = sse("ready", readyFrame);
const event = (seq: number) => sse("handoff_created", created(seq), `k1.${seq}`);

/** A channel that has no WebSocket, and what the server answers one attempt after the other. */
function sseLine(...answers: Parameters<ReturnType<typeof fakeLine>["answers"]["push"]>) {
  const line = fakeLine({ start: "k1.40", sockets: "none" });
  line.answers.push(...answers);
  return line;
}

/** The first attempt of a new channel finds no network, so that the answers can be laid out first. */
const FIRST_RETRY = 500;

describe("the stream as server-sent events", () => {
  it("resumes from the last good event when one is missing", async () => {
    const line = sseLine(
      { status: 200, chunks: [ready, event(41), event(43)] },
      { status: 200, chunks: [ready, event(42), event(43), event(43)] },
    );
    await line.pass(FIRST_RETRY + 1_000);
    expect(line.requests.map(({ lastEventId }) => lastEventId)).toEqual(["k1.40", "k1.40", "k1.41"]);
    expect(line.events).toEqual([41, 42, 43]);
    expect(line.resets).toEqual([]);
  });

  it("comes back when the server's last word says", async () => {
    const line = sseLine({
      status: 200,
      chunks: ["retry: 1000\n", ready, event(41), "retry: 2700\n\n"],
      ends: true,
    });
    await line.pass(FIRST_RETRY);
    expect(line.state).toMatchObject({ kind: "down", retryAt: FIRST_RETRY + 2_700 });
  });

  it("chooses its own moment after a sudden end: what the server asks at the start is the same for all", async () => {
    const line = sseLine({ status: 200, chunks: ["retry: 1000\n", ready], ends: true });
    await line.pass(FIRST_RETRY);
    expect(line.state).toMatchObject({ kind: "down", retryAt: FIRST_RETRY + 1_000 });
    const other = fakeLine({ sockets: "none", random: () => 0.25 });
    other.answers.push({ status: 200, chunks: ["retry: 1000\n", ready], ends: true });
    await other.pass(125);
    expect(other.state).toMatchObject({ kind: "down", retryAt: 125 + 250 });
  });

  it("resumes after 38 s in which not even a keepalive came", async () => {
    const line = sseLine({ status: 200, chunks: [ready, ": keepalive\n\n"] });
    await line.pass(FIRST_RETRY + 37_999);
    expect(line.state?.kind).toBe("live");
    await line.pass(1);
    expect(line.state?.kind).toBe("down");
    expect(line.counts.aborted).toBe(1);
  });

  it("resumes when a frame cannot be read", async () => {
    const line = sseLine({
      status: 200,
      chunks: [ready, "id: k1.41\nevent: handoff_created\ndata: {non\n\n"],
    });
    await line.pass(FIRST_RETRY);
    expect(line.state?.kind).toBe("down");
    await line.pass(1_000);
    expect(line.requests.at(-1)?.lastEventId).toBe("k1.40");
  });

  it("waits as long as a refusal asks, and asks nobody why", async () => {
    const line = sseLine({ status: 429, chunks: [], headers: { "retry-after": "7" } });
    await line.pass(FIRST_RETRY);
    expect(line.state).toMatchObject({ kind: "down", retryAt: FIRST_RETRY + 7_000 });
    expect(line.counts.questions).toBe(1);
  });

  it("never waits longer than ten minutes, whatever is asked", async () => {
    const line = sseLine({ status: 503, chunks: [], headers: { "retry-after": "999999999999" } });
    await line.pass(FIRST_RETRY);
    expect(line.state).toMatchObject({ kind: "down", retryAt: FIRST_RETRY + 600_000 });
  });

  it("does not take a page for a stream", async () => {
    const line = sseLine({ status: 200, chunks: [ready], headers: { "content-type": "text/html" } });
    await line.pass(FIRST_RETRY);
    expect(line.states.map(({ kind }) => kind)).not.toContain("live");
  });
});
