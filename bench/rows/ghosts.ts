import { clock, pause } from "../clock.ts";
import type { Crowd } from "../load/crowd.ts";
import type { Report, Verdict } from "../report.ts";
import { overRounds } from "../statistics.ts";
import { startWatchedBaton } from "../watched-baton.ts";

const KEEPALIVE_SECONDS = 2;
const CLIENTS = 100;
const PATIENCE = 15_000;

/** Row 9: how long the object keeps the sockets of clients that vanished. */
export async function measureGhosts(crowd: Crowd, rounds: number): Promise<Report> {
  const baton = await startWatchedBaton(KEEPALIVE_SECONDS);
  const table = [["what", "all gone after, ms", "left"]];
  const verdicts: Verdict[] = [];
  try {
    for (const flavour of ["ws", "sse"] as const) {
      const took: number[] = [];
      let left = 0;
      for (let round = 0; round < rounds; round++) {
        const clients = await crowd.open(await baton.subscription(flavour), CLIENTS);
        const there = await baton.sockets();
        if (there < CLIENTS) throw new Error(`${there} sockets for ${CLIENTS} clients.`);
        await clients.close();
        const vanished = clock();
        left = await baton.sockets();
        while (left > 0 && clock() - vanished < PATIENCE) {
          await pause(20);
          left = await baton.sockets();
        }
        took.push(clock() - vanished);
      }
      const name = flavour === "ws" ? "WebSocket" : "SSE";
      table.push([name, overRounds(took, 0), String(left)]);
      verdicts.push({
        target: `${name}: gone within one keepalive (${KEEPALIVE_SECONDS} s here)`,
        measured: `at most ${Math.max(...took).toFixed(0)} ms`,
        met: left === 0 && Math.max(...took) <= KEEPALIVE_SECONDS * 1000,
      });
    }
  } finally {
    await baton.stop();
  }
  return {
    title: "9. Ghosts: clients that vanished",
    method: `${rounds} rounds of ${CLIENTS} clients that reset their connections without a word; the object's open sockets are counted until there are none. A network that swallows everything, even the reset, cannot be had on one machine.`,
    table,
    verdicts,
  };
}
