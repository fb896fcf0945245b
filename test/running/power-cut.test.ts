import { afterEach, describe, expect, onTestFailed, test, vi } from "vitest";
import type { DevMail } from "../../src/contract/demo.ts";
import type { LoggedEvent } from "../../src/contract/event.ts";
import type { Delivery } from "../../src/contract/delivery.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";

/** `product.md`: what was promised before a crash goes out within 90 s of the next start. */
const PROMISED = { timeout: 90_000, interval: 250 };

const running: RunningBaton[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((baton) => baton.killHard()));
});

async function started(state?: string): Promise<RunningBaton> {
  const baton = await startBaton(state === undefined ? {} : { state });
  running.push(baton);
  onTestFailed(() => console.log(baton.printed()));
  return baton;
}

async function send<T>(
  baton: RunningBaton,
  method: string,
  path: string,
  token: string,
  body?: object,
): Promise<T> {
  const response = await fetch(`${baton.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function signIn(baton: RunningBaton, email: string): Promise<string> {
  const { token } = await send<{ token: string }>(baton, "POST", "/api/v1/demo/sign-in", "-", { email });
  return token;
}

interface Escalated {
  session_id: string;
  id: string;
}

async function handOff(baton: RunningBaton, token: string, intent: "escalate" | "park"): Promise<Escalated> {
  const session = await send<{ id: string }>(baton, "POST", "/api/v1/ai-sessions", token, {
    problem_summary: "The lights went out",
  });
  return send<Escalated>(baton, "POST", `/api/v1/ai-sessions/${session.id}/handoff`, token, {
    intent,
  });
}

/** How far the account's log goes. */
async function position(baton: RunningBaton, token: string): Promise<string> {
  const queue = await fetch(`${baton.url}/api/v1/ai-sessions/queue`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await queue.body?.cancel();
  return queue.headers.get("x-stream-position") ?? "";
}

const seqOf = (position: string) => Number(position.split(".")[1]);

/** The account's log after a position, as a client reads it that comes back. */
async function logAfter(baton: RunningBaton, token: string, after: string): Promise<number[]> {
  const end = seqOf(await position(baton, token));
  const url = `${baton.url}/api/v1/ai-sessions/escalations/stream?after=${after}`;
  const stream = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (!stream.body) throw new Error("The stream has no body.");
  const seqs: number[] = [];
  let text = "";
  for await (const chunk of stream.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const lines = text.split("\n");
    text = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "event: reset") throw new Error("The log could not be given whole.");
      const event = line.startsWith('data: {"type"') ? (JSON.parse(line.slice(6)) as LoggedEvent) : undefined;
      if (event) seqs.push(event.seq);
    }
    if (seqs.at(-1) === end) break;
  }
  return seqs;
}

describe("a power cut in the middle of a load", () => {
  test("loses no escalation that was answered, leaves no hole in the log, and its mails go out once", async () => {
    const first = await started();
    const sam = await signIn(first, "sam@northwind.example");
    const before = await position(first, sam);
    const answered: Escalated[] = [];
    const parked: Escalated[] = [];
    let escalations = 0;
    // Five escalations a minute go to each by themselves; the load beside them is parked and tells nobody.
    const load = Array.from({ length: 6 }, async () => {
      for (;;) {
        if (++escalations <= 5) answered.push(await handOff(first, sam, "escalate"));
        else parked.push(await handOff(first, sam, "park"));
      }
    });
    const loadEnded = Promise.allSettled(load);
    await vi.waitUntil(() => answered.length === 5 && parked.length >= 35, { timeout: 20_000, interval: 10 });
    await first.killHard();
    await loadEnded;

    const second = await started(first.state);
    const mails = async () => {
      const response = await fetch(`${second.url}/dev/mail.json`);
      return ((await response.json()) as { items: DevMail[] }).items;
    };
    const ledger = ({ session_id, id }: Escalated) =>
      send<{ items: Delivery[] }>(
        second,
        "GET",
        `/api/v1/ai-sessions/${session_id}/handoffs/${id}/deliveries`,
        sam,
      );
    await vi.waitUntil(async () => {
      const all = await Promise.all(answered.map(ledger));
      return all.every(({ items }) => items.length === 3 && items.every(({ status }) => status === "sent"));
    }, PROMISED);
    expect((await Promise.all(parked.map(ledger))).map(({ items }) => items)).toEqual(parked.map(() => []));

    const sent = (await mails()).map((mail) => mail.metadata["delivery_id"]);
    expect(new Set(sent).size).toBe(sent.length);
    const seqs = await logAfter(second, sam, before);
    expect(seqs).toEqual(seqs.map((_, index) => seqOf(before) + 1 + index));
    expect(seqs.length).toBeGreaterThan(answered.length * 2 + parked.length);
  });
});
