import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { LoggedEvent } from "../../src/contract/event.ts";
import type { Committed } from "../../src/domain/context.ts";
import { busOf, makeDesk } from "../support/desk.ts";
import { Screen } from "../support/screen.ts";

/** One thing that may happen. Numbers choose among what is there at that moment. */
type Happening =
  | { what: "append"; count: number }
  | { what: "nudge"; which: number }
  | { what: "bare nudge" }
  | { what: "open"; as: number; from: number }
  | { what: "leave"; which: number }
  | { what: "come back"; which: number }
  | { what: "evict" }
  | { what: "abort" };

const choice = fc.nat({ max: 50 });
const happenings: fc.WeightedArbitrary<Happening>[] = [
  { weight: 5, arbitrary: fc.record({ what: fc.constant("append"), count: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 6, arbitrary: fc.record({ what: fc.constant("nudge"), which: choice }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("bare nudge") }) },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constant("open"), as: choice, from: fc.integer({ min: -4, max: 2 }) }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("leave"), which: choice }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("come back"), which: choice }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("evict") }) },
];
const abort: fc.WeightedArbitrary<Happening> = {
  weight: 1,
  arbitrary: fc.record({ what: fc.constant("abort") }),
};

/** An account in which one history after the other happens; each begins where the log is then. */
async function makeWorld() {
  const desk = await makeDesk();
  const { key: token } = await desk.account.apiKey(["read"]);
  const [epoch = ""] = (await desk.position(0)).split(".");
  const commits: Committed[] = [];
  const log: LoggedEvent[] = [];
  return { desk, token, epoch, commits, log };
}

type World = Awaited<ReturnType<typeof makeWorld>>;

async function live(world: World, history: readonly Happening[]): Promise<void> {
  const { desk, epoch, commits, log } = world;
  const screens: Screen[] = [];
  const record = async (count: number) => {
    const committed = await desk.record(count);
    commits.push(committed);
    log.push(...committed.events);
  };
  const bare = () =>
    busOf(desk).poke({ account_id: desk.account.id, epoch, last_seq: log.length, events: [] });
  const perform: { [W in Happening["what"]]: (it: Extract<Happening, { what: W }>) => unknown } = {
    append: ({ count }) => record(count),
    // Any commit, again and out of order; those never chosen are lost nudges.
    nudge: ({ which }) => commits.length > 0 && desk.tell(at(commits, which)),
    "bare nudge": bare,
    open: async ({ as, from }) => {
      const screen = new Screen(world, as);
      if (from > -4) screen.last = Math.max(0, log.length + from);
      await screen.open();
      screens.push(screen);
    },
    leave: ({ which }) => screens.length > 0 && at(screens, which).leave(),
    "come back": async ({ which }) => {
      if (screens.length === 0) return;
      at(screens, which).leave();
      await at(screens, which).open();
    },
    evict: async () =>
      screens.length + commits.length > 0 && evictDurableObject(busOf(desk)).catch(() => undefined),
    // The runtime ends an object with all its sockets, as a new deployment does: its screens lose their line.
    abort: async () => {
      if (screens.length + commits.length === 0) return;
      await runInDurableObject(busOf(desk), (_, state) => state.abort("ended by the test")).catch(
        () => undefined,
      );
      for (const screen of screens) screen.leave();
    },
  };
  for (const it of history) await (perform[it.what] as (it: Happening) => unknown)(it);

  for (const screen of screens) if (!screen.client) await screen.open();
  await bare();
  for (const screen of screens) await screen.readTo(log.length);
  // Nothing else had come: the next event is the very next frame.
  expect(log).toEqual(await desk.log());
  await record(1);
  await desk.tell(at(commits, commits.length - 1));
  for (const screen of screens) {
    await screen.readTo(log.length);
    screen.leave();
  }
}

function at<T>(list: readonly T[], which: number): T {
  const found = list[which % list.length];
  if (found === undefined) throw new Error("nothing to choose from");
  return found;
}

/** Set it for a longer search, which then is another one every time. */
const RUNS = Number(env.BATON_MODEL_RUNS);
const search = RUNS > 0 ? {} : { seed: 20261120 };
const short = fc.array(fc.oneof(...happenings), { minLength: 2, maxLength: 7 });
const long = fc.array(fc.oneof(...happenings, abort), { minLength: 10, maxLength: 25 });

test(
  "whatever is lost, doubled, reordered or evicted, every screen has the log from where it began, once",
  async () => {
    const ten = fc.array(short, { minLength: 10, maxLength: 10 });
    const happen = fc.asyncProperty(ten, async (histories) => {
      const world = await makeWorld();
      for (const history of histories) await live(world, history);
    });
    await fc.assert(happen, { ...search, numRuns: Math.ceil((RUNS || 1_000) / 10) });
  },
  60_000 + RUNS * 200,
);

test(
  "so it is over long histories in which the object is also ended with all its sockets",
  async () => {
    const happen = fc.asyncProperty(long, async (history) => live(await makeWorld(), history));
    await fc.assert(happen, { ...search, numRuns: Math.ceil((RUNS || 1_000) / 25) });
  },
  60_000 + RUNS * 50,
);
