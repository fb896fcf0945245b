import type { Baton } from "../baton.ts";
import { pause } from "../clock.ts";
import type { Crowd, Subscribers } from "../load/crowd.ts";
import { type Faults, faultsText, sumFaults } from "../load/sequence-check.ts";
import type { Report } from "../report.ts";
import { median, overRounds, percentile } from "../statistics.ts";
import { residentKiB } from "../workerd-process.ts";

const READERS = 50;
/** Of each transport. */
const STALLED = 20;
const NOTES = "x".repeat(9_900);
let markers = 1_000_000;

/** Row 8: readers that stop reading, beside others that go on. `pid` is Baton's workerd. */
export async function measureStalled(
  baton: Baton,
  crowd: Crowd,
  size: { rounds: number; events: number; pid: number },
): Promise<Report> {
  const without: number[] = [];
  const beside: number[] = [];
  const held: number[] = [];
  const faults: Faults[] = [];
  let closed = 0;
  let overflowed = 0;
  for (let round = 0; round < size.rounds; round++) {
    const readers = await crowd.open(await baton.subscription("ws"), READERS);
    const phase = () => publish(baton, readers, size.events);
    const sockets = await crowd.open(await baton.subscription("ws"), STALLED);
    const bodies = await crowd.open(await baton.subscription("sse"), STALLED);
    await publish(baton, readers, 50);
    without.push(percentile(await phase(), 99));
    const before = residentKiB(size.pid);
    sockets.stall();
    bodies.stall();
    beside.push(percentile(await phase(), 99));
    const growth = residentKiB(size.pid) - before;
    held.push(Math.max(0, growth) / (2 * STALLED));
    sockets.resume();
    bodies.resume();
    await pause(2000);
    const [ws, sse] = [await sockets.close(), await bodies.close()];
    closed += ws.ended["1013"] ?? 0;
    overflowed += sse.overflowed;
    const { faults: theirs, last, hindmost } = await readers.close();
    faults.push(theirs, ws.faults, sse.faults, { lost: last - hindmost, doubled: 0, disordered: 0 });
    await pause(500);
  }
  const all = STALLED * size.rounds;
  const growth = median(beside.map((p99, round) => p99 / (without[round] ?? Number.NaN)));
  return {
    title: "8. A reader that stops",
    method: `${size.rounds} rounds: ${READERS} WebSocket readers get ${size.events} events of 10 kB, beside ${STALLED} more WebSocket and ${STALLED} SSE readers, which read in the first half and stop reading in the second. Held is the growth of workerd's whole resident memory (garbage included) over the second half, divided among those that stopped; the kernel's socket buffers come before that and are not in it.`,
    table: [
      ["what", "measured"],
      ["the others' p99 while all read, ms", overRounds(without)],
      ["the others' p99 while those have stopped, ms", overRounds(beside)],
      ["held for a stalled reader, KiB", overRounds(held, 0)],
      ["WebSockets closed with 1013", `${closed} of ${all}`],
      ["SSE streams ended with overflow", `${overflowed} of ${all}`],
      ["lost / doubled / out of order", faultsText(sumFaults(faults))],
    ],
    verdicts: [
      {
        target: "every stalled stream is ended",
        measured: `${closed} + ${overflowed} of ${all} + ${all}`,
        met: closed + overflowed === 2 * all,
      },
      {
        target: "less than 0.5 MiB held",
        measured: `${median(held).toFixed(0)} KiB`,
        met: median(held) < 512,
      },
      {
        target: "the others' p99 grows by less than 10 %",
        measured: `${((growth - 1) * 100).toFixed(0)} %`,
        met: growth < 1.1,
      },
    ],
  };
}

/** Parks one session again and again; returns every pair's time, ms. */
async function publish(baton: Baton, readers: Subscribers, events: number): Promise<number[]> {
  const session = await baton.newSession();
  const times: number[] = [];
  for (let event = 0; event < events; event++) {
    const marker = ++markers;
    const arrival = readers.arrivals(marker).catch(async (late: unknown) => {
      throw new Error(`Readers that were ended: ${JSON.stringify((await readers.close()).ended)}`, {
        cause: late,
      });
    });
    const [{ began, status }, { at }] = await Promise.all([
      baton.park(session, `@@${marker}@@${NOTES}`),
      arrival,
    ]);
    if (status !== 201) throw new Error(`park: ${status}`);
    for (const time of at) times.push(time - began);
  }
  return times;
}
