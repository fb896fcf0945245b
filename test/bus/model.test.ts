import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { busOf } from "../support/desk.ts";
import { LogWorld } from "../support/log-world.ts";
import { meet } from "../support/meeting.ts";
import { Screen } from "../support/screen.ts";

/** One thing that may happen. Numbers choose among what is there at that moment. */
type Happening =
  | { what: "append"; count: number }
  | { what: "announce"; count: number }
  | { what: "nudge"; which: number }
  | { what: "bare nudge" }
  | { what: "open"; as: number; from: number }
  | { what: "leave"; which: number }
  | { what: "come back"; which: number; from: number }
  | { what: "restore"; back: number; told: boolean }
  | { what: "evict" }
  | { what: "abort" };

/** What happens, meeting after meeting. */
type History = { it: Happening; late: boolean }[][];
const WRITES = new Set(["append", "announce", "restore"]);

const choice = fc.nat({ max: 50 });
const count = fc.integer({ min: 1, max: 4 });
const happening = fc.oneof<fc.WeightedArbitrary<Happening>[]>(
  { weight: 6, arbitrary: fc.record({ what: fc.constant("append"), count }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constant("announce"), count }) },
  { weight: 8, arbitrary: fc.record({ what: fc.constant("nudge"), which: choice }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("bare nudge") }) },
  {
    weight: 6,
    arbitrary: fc.record({ what: fc.constant("open"), as: choice, from: fc.integer({ min: -4, max: 2 }) }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("leave"), which: choice }) },
  { weight: 5, arbitrary: fc.record({ what: fc.constant("come back"), which: choice, from: choice }) },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant("restore"), back: fc.nat({ max: 5 }), told: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("evict") }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("abort") }) },
);
/** What happens at the same time: whatever waits for the database meets the others on its way. */
const together = fc.array(fc.record({ it: happening, late: fc.boolean() }), {
  minLength: 1,
  maxLength: 7,
});

/** Lives through one history after the other in the same world; each begins where the log is then. */
async function live(world: LogWorld, history: History): Promise<void> {
  const { desk, commits } = world;
  const screens: Screen[] = [];
  let isAborted = false;
  // Whatever was under way when the object ended is lost.
  const unlessAborted = (error: unknown) => {
    if (!isAborted) throw error;
  };
  let ending: Promise<unknown> = Promise.resolve();
  // The object ends in one way at a time; one that was never there cannot.
  const endObject = async (end: () => Promise<void>) => {
    if (screens.length + commits.length > 0) await (ending = ending.then(end).catch(() => undefined));
  };
  const perform: {
    [W in Happening["what"]]: (it: Extract<Happening, { what: W }>, written: () => void) => unknown;
  } = {
    append: ({ count: facts }) => world.record(facts),
    announce: async ({ count: facts }, written) => {
      const committed = await world.record(facts);
      written();
      await world.tell(committed).catch(unlessAborted);
    },
    // Any commit, again and out of order; those never chosen are lost nudges.
    nudge: ({ which }) => commits.length > 0 && world.tell(at(commits, which)).catch(unlessAborted),
    "bare nudge": () => world.nudge().catch(unlessAborted),
    open: ({ as, from }) => {
      const { epoch, seq } = world.end;
      const screen = new Screen(world, as, from > -4 ? { epoch, seq: Math.max(0, seq + from) } : null);
      screens.push(screen);
      return screen.open().catch(unlessAborted);
    },
    leave: ({ which }) => screens.length > 0 && at(screens, which).leave(),
    "come back": ({ which, from }) =>
      screens.length > 0 && at(screens, which).comeBack(from).catch(unlessAborted),
    restore: async ({ back, told }, written) => {
      await world.restore(back);
      written();
      if (told) await world.nudge().catch(unlessAborted);
    },
    evict: () => endObject(() => evictDurableObject(busOf(desk))),
    // The runtime ends an object with all its sockets, as a new deployment does: its screens lose their line.
    abort: () =>
      endObject(() => {
        isAborted = true;
        return runInDurableObject(busOf(desk), (_, state) => state.abort("ended by the test"));
      }),
  };
  for (const meeting of history) {
    // An object that is ended lets go of what it reads; there nothing is held.
    const ends = meeting.some(({ it }) => it.what === "evict" || it.what === "abort");
    const steps = meeting.map(({ it, late }) => ({
      late: late && !ends,
      writes: WRITES.has(it.what),
      happen: async (written: () => void) => {
        await (perform[it.what] as (it: Happening, written: () => void) => unknown)(it, written);
      },
    }));
    await meet(steps);
    if (isAborted) await Promise.all(screens.map((screen) => screen.leave()));
    isAborted = false;
  }

  await world.nudge();
  for (const screen of screens) await screen.hearTo(world.end);
  // Nothing else had come: the next event is the very next frame.
  await world.tell(await world.record(1));
  const log = await desk.log();
  expect(log).toHaveLength(world.end.seq);
  for (const screen of screens) {
    await screen.hearTo(world.end);
    for (const { epoch, event } of screen.heard) {
      expect(world.mayBe(epoch, event.seq, log)).toContainEqual(event);
    }
    await screen.leave();
  }
}

function at<T>(list: readonly T[], which: number): T {
  const found = list[which % list.length];
  if (found === undefined) throw new Error("nothing to choose from");
  return found;
}

/** Set it for a longer search, which then is another one every time. */
const RUNS = Number(env.BATON_MODEL_RUNS);
// A history that does not end is a failure with its seed, not the end of the test's time.
const search = { ...(RUNS > 0 ? {} : { seed: 20261120 }), timeout: 90_000, endOnFailure: true };
const short = fc.array(together, { minLength: 1, maxLength: 2 });
const long = fc.array(together, { minLength: 4, maxLength: 10 });

async function liveAll(histories: readonly History[]): Promise<void> {
  const world = await LogWorld.make();
  for (const history of histories) await live(world, history);
}

test(
  "whatever is lost, doubled, reordered, restored or ended, and meets on its way, every screen has the log once",
  async () => {
    const ten = fc.array(short, { minLength: 10, maxLength: 10 });
    await fc.assert(fc.asyncProperty(ten, liveAll), {
      ...search,
      numRuns: Math.ceil((RUNS || 1_000) / 10),
    });
  },
  600_000 + RUNS * 200,
);

test(
  "so it is over long histories",
  async () => {
    const happen = fc.asyncProperty(long, (history) => liveAll([history]));
    await fc.assert(happen, { ...search, numRuns: Math.ceil((RUNS || 1_000) / 25) });
  },
  600_000 + RUNS * 50,
);
