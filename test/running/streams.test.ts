import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type LoggedEvent, type StreamState, openStream } from "../../src/client/open-stream.ts";
import { closeCode, openRaw, seqsIn, textFrame } from "../support/raw-stream.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";

const PATIENTLY = { timeout: 30_000, interval: 20 };
/** As large as a note may be, two bytes a letter: 20 kB an event. */
const NOTE = "ж".repeat(10_000);

let baton: RunningBaton;
beforeAll(async () => {
  baton = await startBaton();
});
afterAll(() => baton.stop());

async function post<T>(path: string, body: object, token?: string): Promise<T> {
  const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const response = await fetch(`${baton.url}/api/v1${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...authorization },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

async function signIn(name: string): Promise<string> {
  const { token } = await post<{ token: string }>("/demo/sign-in", { email: `${name}@northwind.example` });
  return token;
}

/** Escalates something; the answer writes notes of any size about it, one after the other. */
async function escalated(token: string): Promise<(text: string) => Promise<void>> {
  const session = await post<{ id: string }>("/ai-sessions", { problem_summary: "VPN drops" }, token);
  const path = `/ai-sessions/${session.id}/handoff`;
  const handoff = await post<{ id: string }>(path, { intent: "escalate" }, token);
  return async (text) => {
    await post(`${path}s/${handoff.id}/notes`, { text }, token);
  };
}

/** A client that reads and confirms as the contract asks. */
async function healthy(token: string, transport: "ws" | "sse") {
  const events: LoggedEvent[] = [];
  const states: StreamState[] = [];
  const stream = openStream({
    baseUrl: baton.url,
    token,
    ...(transport === "sse" && { WebSocket: null }),
    onEvent: (event) => events.push(event),
    onReset: ({ reason }) => {
      throw new Error(`reset: ${reason}`);
    },
    onState: (state) => states.push(state),
  });
  await vi.waitUntil(() => states.at(-1)?.kind === "live", PATIENTLY);
  const notes = () => events.filter(({ type }) => type === "handoff_updated").length;
  return { events, states, notes, close: () => stream.close() };
}

function expectUnbroken(seqs: readonly number[]): void {
  expect(seqs.length).toBeGreaterThan(0);
  expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
}

describe("a reader that really does not read", () => {
  test("is ended with 1013 over a WebSocket; publishing goes on, and who reads beside it gets everything", async () => {
    const [sam, priya] = [await signIn("sam"), await signIn("priya")];
    const note = await escalated(sam);
    const stalled = await openRaw(baton.url, priya, "ws");
    const beside = await healthy(priya, "ws");
    stalled.stall();
    for (let i = 0; i < 150; i++) await note("Rebooted it once more.");
    await vi.waitUntil(() => beside.notes() >= 150, PATIENTLY);
    expectUnbroken(beside.events.map(({ seq }) => seq));
    expect(beside.states.map(({ kind }) => kind)).toEqual(["live"]);

    const came = await stalled.readOn();
    expect(closeCode(came)).toBe(1013);
    expect(seqsIn(came)).toHaveLength(64);
    expectUnbroken(seqsIn(came));
    beside.close();
  });

  test("is told of the overflow and ended over SSE, once the way to it is full", async () => {
    const [sam, priya] = [await signIn("sam"), await signIn("priya")];
    const note = await escalated(sam);
    const stalled = await openRaw(baton.url, priya, "sse");
    const beside = await healthy(priya, "sse");
    stalled.stall();
    // Twelve megabytes: more than the kernel keeps for both ends of a connection.
    const slowest = { ms: 0 };
    for (let i = 0; i < 600; i++) {
      const began = performance.now();
      await note(NOTE);
      slowest.ms = Math.max(slowest.ms, performance.now() - began);
    }
    await vi.waitUntil(() => beside.notes() >= 600, PATIENTLY);
    expectUnbroken(beside.events.map(({ seq }) => seq));
    expect(slowest.ms).toBeLessThan(2_000);

    const came = await stalled.readOn();
    const seqs = seqsIn(came);
    expectUnbroken(seqs);
    expect(seqs.length).toBeLessThan(600);
    expect(new TextDecoder().decode(came)).toContain("event: overflow\ndata: {}\n\n");
    beside.close();
  });
});

test("ten thousand words at once end their WebSocket with 1008, and nobody beside it waits", async () => {
  const [sam, priya] = [await signIn("sam"), await signIn("priya")];
  const note = await escalated(sam);
  const rude = await openRaw(baton.url, priya, "ws");
  const beside = await healthy(priya, "ws");
  rude.send(Buffer.concat(Array.from({ length: 10_000 }, () => textFrame("hello"))));
  const began = performance.now();
  await note("Still here.");
  await vi.waitUntil(() => beside.notes() >= 1, PATIENTLY);
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(closeCode(await rude.readOn())).toBe(1008);
  beside.close();
});

test.each<[string, number, number]>([
  ["of five megabytes is put out by the object with 1008", 5_000_000, 1008],
  ["past the runtime's own 32 MiB is put out by it with 1009", 32 * 1024 * 1024 + 1, 1009],
])("a WebSocket with a message %s, and nobody beside it notices", async (_, bytes, code) => {
  const [sam, priya] = [await signIn("sam"), await signIn("priya")];
  const note = await escalated(sam);
  const [rude, beside] = [await openRaw(baton.url, priya, "ws"), await openRaw(baton.url, priya, "ws")];
  const sse = await healthy(priya, "sse");
  rude.send(textFrame("x".repeat(bytes)));
  expect(closeCode(await rude.readOn())).toBe(code);
  await note("Still here.");
  await vi.waitUntil(() => sse.notes() === 1, PATIENTLY);
  await beside.until((came) => came.toString().includes("Still here."));
  expect(sse.states.map(({ kind }) => kind)).toEqual(["live"]);
  beside.close();
  sse.close();
});
