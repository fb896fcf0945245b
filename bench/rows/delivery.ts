import type { Baton } from "../baton.ts";
import { pause } from "../clock.ts";
import type { Crowd } from "../load/crowd.ts";
import { type Faults, faultsText, sumFaults } from "../load/sequence-check.ts";
import { startBetterSse, startPartyserver, startSocketIo, startSseObject } from "../peer-targets.ts";
import type { Report, Verdict } from "../report.ts";
import { median, overRounds, percentile } from "../statistics.ts";
import type { Target } from "../target.ts";

/** How much is measured. */
export interface DeliverySize {
  rounds: number;
  subscribers: number[];
  bursts: number;
}

interface Round {
  p50: number;
  p99: number;
  lastP50: number;
  answered: number;
}

interface Measured {
  target: Target;
  rounds: Round[];
  faults: Faults[];
}

const BURST = 10;
let markers = 0;

/** Rows 1 and 2: from POST to the event at every subscriber. `transport` chooses Baton's way and its peers. */
export async function measureDelivery(
  transport: "ws" | "sse",
  baton: Baton,
  crowd: Crowd,
  size: DeliverySize,
): Promise<Report> {
  const peers =
    transport === "ws"
      ? [await startPartyserver(), await startSocketIo()]
      : [await startSseObject(), await startBetterSse()];
  const table = [
    [
      "subscribers",
      "what",
      "p50 ms",
      "p99 ms",
      "last one p50 ms",
      "POST p50 ms",
      "lost / doubled / out of order",
    ],
  ];
  const verdicts: Verdict[] = [];
  try {
    for (const count of size.subscribers) {
      const all = [baton.target(transport), ...peers].map((target): Measured => ({
        target,
        rounds: [],
        faults: [],
      }));
      for (let round = 0; round < size.rounds; round++) {
        // Every round begins with another one, so that none always meets the warmest machine.
        for (const one of [...all.slice(round % all.length), ...all.slice(0, round % all.length)]) {
          await measureRound(one, crowd, count, size.bursts);
        }
      }
      for (const { target, rounds, faults } of all) {
        const column = (of: keyof Round) => overRounds(rounds.map((round) => round[of]));
        const figures = [column("p50"), column("p99"), column("lastP50"), column("answered")];
        table.push([String(count), target.name, ...figures, faultsText(sumFaults(faults))]);
      }
      verdicts.push(...judge(transport, count, all));
    }
  } finally {
    for (const peer of peers) await peer.stop();
  }
  const title =
    transport === "ws"
      ? "1. WebSocket: from the POST of an escalation to the event at every subscriber"
      : "2. SSE: from the POST of an escalation to the event at every subscriber";
  const method =
    `${size.rounds} interleaved rounds; in each ${size.bursts} bursts of ${BURST} events after a burst that is not counted. The next POST waits until every subscriber has the event. ` +
    "p50 and p99 are over all pairs of event and subscriber of a round; the table has the median over the rounds and their least and most. " +
    "Baton's mails go out a second after a burst began: at 100 subscribers after it has ended, at 1,000 they can meet its last events; what is told of them is waited out and checked for order, but not timed.";
  return { title, method, table, verdicts };
}

async function measureRound(one: Measured, crowd: Crowd, count: number, bursts: number): Promise<void> {
  const { target } = one;
  const subscribers = await crowd.open(await target.subscription(), count);
  if (subscribers.opened.refused > 0)
    throw new Error(`${target.name} refused ${subscribers.opened.refused}.`);
  const pairs: number[] = [];
  const lasts: number[] = [];
  const answers: number[] = [];
  for (let burst = 0; burst <= bursts; burst++) {
    await target.prepare(BURST);
    for (let event = 0; event < BURST; event++) {
      const marker = ++markers;
      const [{ began, ended }, { at }] = await Promise.all([
        target.publish(marker),
        subscribers.arrivals(marker),
      ]);
      if (burst === 0) continue;
      const took = at.map((time) => time - began);
      for (const time of took) pairs.push(time);
      lasts.push(percentile(took, 100));
      answers.push(ended - began);
      await pause(5);
    }
    await pause(target.settles);
  }
  one.rounds.push({
    p50: median(pairs),
    p99: percentile(pairs, 99),
    lastP50: median(lasts),
    answered: median(answers),
  });
  const { faults, unseen } = await subscribers.close(await target.end?.());
  one.faults.push(faults, { lost: unseen, doubled: 0, disordered: 0 });
  await pause(300);
}

function judge(transport: "ws" | "sse", count: number, all: readonly Measured[]): Verdict[] {
  const [baton, peer] = all;
  if (!baton || !peer) return [];
  const bound = transport === "ws" ? 1 : count <= 100 ? 1.25 : 1.5;
  const times = (of: "p50" | "p99") =>
    median(baton.rounds.map((round, index) => round[of] / (peer.rounds[index]?.[of] ?? Number.NaN)));
  const [p50, p99] = [times("p50"), times("p99")];
  const faults = sumFaults(all[0]?.faults ?? []);
  return [
    {
      target: `at ${count} subscribers at most ${bound} × ${peer.target.name}`,
      measured: `p50 ${p50.toFixed(2)} ×, p99 ${p99.toFixed(2)} × (median of the rounds' ratios)`,
      met: p50 <= bound && p99 <= bound,
    },
    {
      target: `at ${count} subscribers nothing lost, doubled or out of order`,
      measured: faultsText(faults),
      met: faults.lost + faults.doubled + faults.disordered === 0,
    },
  ];
}
