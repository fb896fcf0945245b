import type { Baton } from "../baton.ts";
import { pause } from "../clock.ts";
import type { Crowd, Subscribers } from "../load/crowd.ts";
import { type Faults, faultsText, sumFaults } from "../load/sequence-check.ts";
import { logEnd } from "../log-end.ts";
import type { Report } from "../report.ts";
import { median, overRounds, percentile } from "../statistics.ts";
import { residentKiB } from "../workerd-process.ts";

const READERS = 50;
/** Of each transport. */
const BESIDE = 20;
const NOTES = "x".repeat(9_900);
let markers = 1_000_000;

interface Phase {
  /** Of the readers that go on reading, ms. */
  p99: number;
  /** By how much workerd's resident memory grew, KiB. */
  grown: number;
}

/** Row 8: readers that stop reading, beside others that go on. `pid` is Baton's workerd. */
export async function measureStalled(
  baton: Baton,
  crowd: Crowd,
  size: { rounds: number; events: number; pid: number },
): Promise<Report> {
  const reading: Phase[] = [];
  const stalled: Phase[] = [];
  const faults: Faults[] = [];
  let closed = 0;
  let overflowed = 0;

  const readers = await crowd.open(await baton.subscription("ws"), READERS);
  /** The same events before the same number of fresh streams, whose readers read or stop. */
  const phase = async (stall: boolean): Promise<Phase> => {
    const sockets = await crowd.open(await baton.subscription("ws"), BESIDE);
    const bodies = await crowd.open(await baton.subscription("sse"), BESIDE);
    await publish(baton, readers, 50);
    const before = residentKiB(size.pid);
    if (stall) for (const group of [sockets, bodies]) group.stall();
    const p99 = percentile(await publish(baton, readers, size.events), 99);
    const grown = residentKiB(size.pid) - before;
    if (stall) {
      for (const group of [sockets, bodies]) group.resume();
      await pause(2000);
    }
    const end = stall ? undefined : await logEnd(baton.position);
    const [ws, sse] = [await sockets.close(end), await bodies.close(end)];
    faults.push(ws.faults, sse.faults);
    if (stall) {
      closed += ws.ended["1013"] ?? 0;
      overflowed += sse.overflowed;
    } else faults.push({ lost: ws.unseen + sse.unseen, doubled: 0, disordered: 0 });
    await pause(500);
    return { p99, grown };
  };

  // A process that has just started grows by what it would take for any readers: the first phase is not counted.
  await phase(false);
  for (let round = 0; round < size.rounds; round++) {
    for (const stall of round % 2 === 0 ? [false, true] : [true, false]) {
      (stall ? stalled : reading).push(await phase(stall));
    }
  }
  const theirs = await readers.close(await logEnd(baton.position));
  faults.push(theirs.faults, { lost: theirs.unseen, doubled: 0, disordered: 0 });

  const all = BESIDE * size.rounds;
  const pairs = stalled.flatMap((with_, round) => {
    const without = reading[round];
    return without ? [{ with_, without }] : [];
  });
  const held = pairs.map(({ with_, without }) => (with_.grown - without.grown) / (2 * BESIDE));
  const slower = median(pairs.map(({ with_, without }) => with_.p99 / without.p99));
  const kib = (phases: readonly Phase[]) =>
    overRounds(
      phases.map(({ grown }) => grown / (2 * BESIDE)),
      0,
    );
  return {
    title: "8. A reader that stops",
    method: `${size.rounds} rounds of two phases in turn, each with ${BESIDE} fresh WebSocket and ${BESIDE} fresh SSE streams beside ${READERS} WebSocket readers, and ${size.events} handoffs of 10 kB: in one the fresh streams are read, in the other their readers stop; a first phase is not counted. workerd's resident memory grows in both (it does with nobody listening, too); held is by how much more it grew with the stalled readers, divided among them: less than nothing where reading left more garbage than stopping. The kernel's socket buffers come before that and are not in it. The p99 is of the ${READERS} readers, compared within each round.`,
    table: [
      ["what", "measured"],
      ["the others' p99 while all read, ms", overRounds(reading.map(({ p99 }) => p99))],
      ["the others' p99 while those have stopped, ms", overRounds(stalled.map(({ p99 }) => p99))],
      ["workerd's growth for each stream while all read, KiB", kib(reading)],
      ["workerd's growth for each stream while those have stopped, KiB", kib(stalled)],
      ["held for a stalled reader (the difference), KiB", overRounds(held, 0)],
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
        measured: `${((slower - 1) * 100).toFixed(0)} % (median of the rounds' ratios)`,
        met: slower < 1.1,
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
