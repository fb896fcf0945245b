import type { Baton } from "../baton.ts";
import { pause } from "../clock.ts";
import type { Crowd } from "../load/crowd.ts";
import { type Faults, faultsText, sumFaults } from "../load/sequence-check.ts";
import type { Report, Verdict } from "../report.ts";
import { median, overRounds, percentile } from "../statistics.ts";

const BEHIND = 100;

/** Row 7: everybody comes back at once, each a hundred events behind. */
export async function measureStorm(
  baton: Baton,
  crowd: Crowd,
  size: { rounds: number; clients: number },
): Promise<Report> {
  const measured = {
    ws: { half: [] as number[], all: [] as number[], faults: [] as Faults[] },
    sse: { half: [] as number[], all: [] as number[], faults: [] as Faults[] },
  };
  await pause(3000);
  for (let round = 0; round < size.rounds; round++) {
    for (const flavour of ["ws", "sse"] as const) {
      const { epoch, seq } = await baton.position();
      const after = seq - BEHIND;
      const to = await baton.subscription(flavour);
      const path = `${to.path}?after=${epoch}.${after}`;
      const returning = await crowd.open({ ...to, path, after }, size.clients, seq);
      await pause(500);
      const { faults, hindmost, events } = await returning.close();
      const lost = Math.max(0, seq - hindmost) + Math.max(0, size.clients * BEHIND - events);
      const { half, all, faults: counted } = measured[flavour];
      half.push(median(returning.opened.took));
      all.push(percentile(returning.opened.took, 100));
      counted.push(faults, { lost: lost + returning.opened.refused, doubled: 0, disordered: 0 });
      await pause(500);
    }
  }
  const table = [["what", "half are there, ms", "all are there, ms", "lost / doubled / out of order"]];
  const verdicts: Verdict[] = [];
  for (const [flavour, { half, all, faults }] of Object.entries(measured)) {
    const sum = sumFaults(faults);
    const name = flavour === "ws" ? "WebSocket" : "SSE";
    table.push([name, overRounds(half, 0), overRounds(all, 0), faultsText(sum)]);
    verdicts.push({
      target: `${name}: all caught up within 1 s, none lost, none doubled`,
      measured: `${median(all).toFixed(0)} ms; ${faultsText(sum)}`,
      met: median(all) <= 1000 && sum.lost + sum.doubled + sum.disordered === 0,
    });
  }
  return {
    title: `7. ${size.clients} clients reconnect at once, each ${BEHIND} events behind`,
    method: `${size.rounds} rounds for each transport, interleaved; from the first connect to the last missed event at the last client. Connecting, authentication and the load itself are in it.`,
    table,
    verdicts,
  };
}
