import { launchChromium } from "../../test/support/launch-chromium.ts";
import { type Baton, startBaton } from "../baton.ts";
import { pause } from "../clock.ts";
import { type WatchedQueue, openWatchedQueue } from "../load/watched-queue.ts";
import { notes } from "../peer-event.ts";
import type { Report, Verdict } from "../report.ts";
import { median, overRounds, percentile } from "../statistics.ts";

const TARGET_MS = 100;
const WARM_UP = 20;

export interface PaintedSize {
  rounds: number;
  /** Escalations in each round. */
  escalations: number;
}

interface Round {
  painted: number[];
  answered: number[];
}

/** How long after a POST the card has been painted in another person's queue, in a real browser. */
export async function measurePainted({ rounds, escalations }: PaintedSize): Promise<Report> {
  const baton = await startBaton({ page: true });
  const browser = await launchChromium();
  const table = [["transport", "painted p50 ms", "p90 ms", "p99 ms", "worst ms", "POST answered p50 ms"]];
  const verdicts: Verdict[] = [];
  let marker = 0;
  const measured = { ws: [] as Round[], sse: [] as Round[] };
  try {
    for (let round = 0; round < rounds; round++) {
      for (const flavour of ["ws", "sse"] as const) {
        const queue = await openWatchedQueue(browser, baton.url, "Adam Reyes", flavour);
        const taken: Round = { painted: [], answered: [] };
        for (let turn = -WARM_UP; turn < escalations; turn++) {
          const { painted, answered } = await escalateOnce(baton, queue, ++marker);
          if (turn < 0) continue;
          taken.painted.push(painted);
          taken.answered.push(answered);
        }
        measured[flavour].push(taken);
        await queue.close();
      }
    }
  } finally {
    await browser.close();
    await baton.stop();
  }
  for (const flavour of ["ws", "sse"] as const) {
    const name = flavour === "ws" ? "WebSocket" : "SSE";
    const of = (figure: (round: Round) => number) => measured[flavour].map(figure);
    const p50 = of(({ painted }) => median(painted));
    table.push([
      name,
      overRounds(p50),
      overRounds(of(({ painted }) => percentile(painted, 90))),
      overRounds(of(({ painted }) => percentile(painted, 99))),
      Math.max(...of(({ painted }) => Math.max(...painted))).toFixed(1),
      overRounds(of(({ answered }) => median(answered))),
    ]);
    verdicts.push({
      target: `${name}: painted within ${TARGET_MS} ms, p50`,
      measured: `${median(p50).toFixed(1)} ms`,
      met: median(p50) < TARGET_MS,
    });
  }
  return {
    title: "10. From the POST of an escalation to the painted card",
    method: `${rounds} interleaved rounds of ${escalations} escalations for each transport, after ${WARM_UP} that are not counted, in a headless Chromium with another person's queue open; the production bundle with its page. From the first byte of the POST until the frame that first holds the card has been painted in view (it then slides in for 180 ms). Each is withdrawn before the next, at a random moment of the frame. Browser and server share the two cores; frames come every 16.7 ms.`,
    table,
    verdicts,
  };
}

/** Escalates, sees the card, and takes it back. */
async function escalateOnce(baton: Baton, queue: WatchedQueue, marker: number) {
  const session = await baton.newSession();
  const seen = queue.painted(marker);
  const { status, body, began, ended } = await baton.escalate(session, notes(marker));
  if (status !== 201) throw new Error(`escalate: ${JSON.stringify(body)}`);
  const painted = await seen;
  await baton.withdraw(body as { id: string; session_id: string });
  await queue.gone(marker);
  await pause(100 + Math.random() * 100);
  return { painted: painted - began, answered: ended - began };
}
