import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openStream, type LoggedEvent, type StreamState } from "../../src/client/open-stream.ts";
import { startBaton, type RunningBaton } from "../support/running-baton.ts";

const PATIENTLY = { timeout: 20_000, interval: 20 };

let baton: RunningBaton;
beforeAll(async () => {
  baton = await startBaton();
});
afterAll(() => baton.stop());

async function post<T>(path: string, body: object, token?: string): Promise<T> {
  const authorization: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` };
  const headers = { "content-type": "application/json", ...authorization };
  const response = await fetch(`${baton.url}/api/v1${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

async function signIn(name: string): Promise<string> {
  const { token } = await post<{ token: string }>("/demo/sign-in", { email: `${name}@northwind.example` });
  return token;
}

/** Escalates and returns the handoff's id. */
async function escalate(token: string): Promise<string> {
  const session = await post<{ id: string }>("/ai-sessions", { problem_summary: "VPN drops" }, token);
  const handoff = await post<{ id: string }>(
    `/ai-sessions/${session.id}/handoff`,
    { intent: "escalate" },
    token,
  );
  return handoff.id;
}

/** Node's own WebSocket and fetch, whose connections a test can cut without the client's doing. */
function cuttable() {
  const sockets: WebSocket[] = [];
  const bodies: AbortController[] = [];
  class Cuttable extends WebSocket {
    constructor(url: string, options?: never) {
      super(url, options);
      sockets.push(this);
    }
  }
  const cuttableFetch = (url: string, init: { headers: Record<string, string>; signal: AbortSignal }) => {
    const cut = new AbortController();
    bodies.push(cut);
    return fetch(url, { ...init, signal: AbortSignal.any([init.signal, cut.signal]) });
  };
  const cut = () => {
    sockets.at(-1)?.close();
    bodies.at(-1)?.abort();
  };
  return { WebSocket: Cuttable, fetch: cuttableFetch, cut };
}

function listen(token: string, transport: "websocket" | "sse", after: string | null = null) {
  const line = cuttable();
  const events: LoggedEvent[] = [];
  const states: StreamState[] = [];
  const stream = openStream({
    baseUrl: baton.url,
    token,
    after,
    WebSocket: transport === "websocket" ? line.WebSocket : null,
    fetch: line.fetch,
    onEvent: (event) => events.push(event),
    onReset: (reset) => {
      throw new Error(`reset: ${reset.reason}`);
    },
    onState: (state) => states.push(state),
  });
  const created = () =>
    events.filter(({ type }) => type === "handoff_created").map(({ handoff_id }) => handoff_id);
  const isLive = () => states.at(-1)?.kind === "live";
  return { stream, events, states, created, isLive, cut: line.cut };
}

describe.each(["websocket", "sse"] as const)("the client in Node over %s", (transport) => {
  test("tells every event once and in order, over cut connections and over a restart of its own", async () => {
    const [sam, priya] = [await signIn("sam"), await signIn("priya")];
    const line = listen(priya, transport);
    await vi.waitUntil(line.isLive, PATIENTLY);
    expect(line.states.at(-1)).toEqual({ kind: "live", transport });

    const escalated = [await escalate(sam), await escalate(sam)];
    await vi.waitUntil(() => line.created().length === 2, PATIENTLY);
    for (let round = 0; round < 3; round += 1) {
      line.cut();
      escalated.push(await escalate(sam));
      await vi.waitUntil(line.isLive, PATIENTLY);
      escalated.push(await escalate(sam));
    }
    await vi.waitUntil(() => line.created().length === escalated.length, PATIENTLY);
    expect(line.created()).toEqual(escalated);

    line.stream.close();
    expect(line.states.at(-1)).toEqual({ kind: "stopped", reason: "closed" });
    escalated.push(await escalate(sam));
    const next = listen(priya, transport, line.stream.position);
    await vi.waitUntil(() => next.created().length === 1, PATIENTLY);
    next.stream.close();
    expect([...line.created(), ...next.created()]).toEqual(escalated);
    const seqs = [...line.events, ...next.events].map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
  });

  test("stops for good when the login ends, and when there is none", async () => {
    const token = await signIn("priya");
    const line = listen(token, transport);
    await vi.waitUntil(line.isLive, PATIENTLY);
    await post("/auth/sign-out", {}, token);
    await vi.waitUntil(() => line.states.at(-1)?.kind === "stopped", PATIENTLY);
    expect(line.states.at(-1)).toEqual({ kind: "stopped", reason: "signed_out" });

    const refused = listen("no-such-token", transport);
    await vi.waitUntil(() => refused.states.length > 0, PATIENTLY);
    expect(refused.states).toEqual([{ kind: "stopped", reason: "signed_out" }]);
  });

  test("stops for good without the right to listen", async () => {
    const line = listen(await signIn("vik"), transport);
    await vi.waitUntil(() => line.states.at(-1)?.kind === "stopped", PATIENTLY);
    expect(line.states.at(-1)).toEqual({ kind: "stopped", reason: "forbidden" });
  });
});
