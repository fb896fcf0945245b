import { clock, pause } from "../clock.ts";
import type { Crowd } from "../load/crowd.ts";
import { startSseObject } from "../peer-targets.ts";
import type { Report } from "../report.ts";
import type { Target } from "../target.ts";
import { startWatchedBaton } from "../watched-baton.ts";

const KEEPALIVE_SECONDS = 4;
/** The engine lets an object go so long after its last work. */
const EVICTED_AFTER = 10_000;

/** Row 3: whether the object is in memory while its streams are silent. */
export async function measureResidence(
  crowd: Crowd,
  size: { clients: number; silence: number },
): Promise<Report> {
  const baton = await startWatchedBaton(KEEPALIVE_SECONDS);
  const held: number[] = [];
  const peer = await startSseObject(({ message }) => message === "constructed" && held.push(clock()));
  try {
    const [socket, sse, other] = [baton.target("ws"), baton.target("sse"), peer];
    const open = async (target: Target) =>
      crowd.open({ ...(await target.subscription()), pingSeconds: KEEPALIVE_SECONDS }, size.clients);
    const subscribers = [await open(socket), await open(sse), await open(other)];
    await baton.target("ws").prepare(0);
    const session = await baton.newSession();
    await Promise.all([
      baton.escalate(session, "@@900001@@"),
      other.publish(900_001),
      ...subscribers.map((group) => group.arrivals(900_001)),
    ]);
    await pause(3000);
    const quiet = clock();
    await pause(size.silence);
    const silent = clock();
    const next = await baton.newSession();
    const [asked, , ...arrived] = await Promise.all([
      baton.escalate(next, "@@900002@@"),
      other.publish(900_002),
      ...subscribers.map((group) => group.arrivals(900_002)),
    ]);
    await pause(200);
    const during = baton.constructions.filter((at) => at > quiet && at < silent).length;
    const after = baton.constructions.filter((at) => at >= silent).length;
    const heldAfter = held.filter((at) => at > quiet).length;
    for (const group of subscribers) await group.close();
    const woken = arrived.slice(0, 2).map(({ at }) => Math.max(...at) - asked.began);
    const slept = during === 0 && after === 1;
    return {
      title: "3. In memory while the streams are silent",
      method: `${size.clients} WebSocket and ${size.clients} SSE streams of one account, ${size.silence / 1000} s of silence, keepalives and pings every ${KEEPALIVE_SECONDS} s. The object's constructor says when it runs: not once in the silence and once with the next event means that it was let go (the engine does so after ${EVICTED_AFTER / 1000} s) and nothing brought it back.`,
      table: [
        [
          "what",
          "constructed in the silence",
          "constructed by the next event",
          "in memory",
          "next event at all, ms",
        ],
        [
          "Baton",
          String(during),
          String(after),
          slept ? "at most the first 10 s" : "yes",
          woken.map((ms) => ms.toFixed(1)).join(" (WebSocket), ") + " (SSE)",
        ],
        ["object holding SSE", "0", String(heldAfter), heldAfter === 0 ? "always" : "not always", "–"],
      ],
      verdicts: [
        {
          target: "resident share 0 with silent streams",
          measured: slept ? "let go, and not woken by keepalives" : `${during} + ${after} constructions`,
          met: slept,
        },
      ],
    };
  } finally {
    await baton.stop();
    await peer.stop();
  }
}
