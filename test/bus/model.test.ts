import { evictDurableObject } from "cloudflare:test";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Committed } from "../../src/domain/context.ts";
import { type Desk, busOf, makeDesk } from "../support/desk.ts";
import { type StreamClient, openSocket, openSse } from "../support/stream-client.ts";

/** One thing that may happen. Numbers choose among what is there at that moment. */
type Happening =
  | { what: "append"; count: number }
  | { what: "nudge"; which: number }
  | { what: "bare nudge" }
  | { what: "open"; as: number; from: number }
  | { what: "leave"; which: number }
  | { what: "come back"; which: number }
  | { what: "evict" };

const choice = fc.nat({ max: 50 });
const happening: fc.Arbitrary<Happening> = fc.oneof(
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
);

/** One screen over its connections: what it has heard must be an unbroken sequence from where it began. */
class Screen {
  readonly #desk: Desk;
  readonly #open: typeof openSse;
  client: StreamClient | null = null;
  last: number | null = null;

  constructor(desk: Desk, as: number) {
    this.#desk = desk;
    this.#open = as % 2 === 0 ? openSse : openSocket;
  }

  /** Opens from `last` and checks what the stream says about it, as the client's protocol asks. */
  async open(): Promise<void> {
    const last = this.last === null ? {} : { last: await this.#desk.position(this.last) };
    this.client = await this.#open({ token: this.#desk.engineer.token, ...last });
    const ready = await this.client.ready();
    const end = Number(ready.position.split(".")[1]);
    if (this.last !== null && ready.resumed_from === null) {
      const reset = await this.client.reset();
      expect([reset.reason, this.last > end]).toEqual(["unknown_position", true]);
    }
    if (ready.resumed_from === null) this.last = end;
  }

  /** Reads up to `seq`; what comes must follow what came, one by one. */
  async readTo(seq: number): Promise<void> {
    if (!this.client || this.last === null || this.last >= seq) return;
    const events = await this.client.events(seq - this.last);
    expect(events).toEqual((await this.#desk.log(this.last)).slice(0, events.length));
    this.last = seq;
  }

  leave(): void {
    this.client?.close();
    this.client = null;
  }
}

async function live(happenings: readonly Happening[]): Promise<void> {
  const desk = await makeDesk();
  const commits: Committed[] = [];
  const screens: Screen[] = [];
  const under = async () => {
    const [epoch = "", last = ""] = (await desk.position((await desk.log()).length)).split(".");
    return { account_id: desk.account.id, epoch, last_seq: Number(last), events: [] };
  };
  const perform: { [W in Happening["what"]]: (it: Extract<Happening, { what: W }>) => unknown } = {
    append: async ({ count }) => commits.push(await desk.record(count)),
    // Any commit, again and out of order; those never chosen are lost nudges.
    nudge: ({ which }) => commits.length > 0 && desk.tell(at(commits, which)),
    "bare nudge": async () => busOf(desk).poke(await under()),
    open: async ({ as, from }) => {
      const screen = new Screen(desk, as);
      if (from > -4) screen.last = Math.max(0, (await desk.log()).length + from);
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
  };
  for (const it of happenings) await (perform[it.what] as (it: Happening) => unknown)(it);

  for (const screen of screens) if (!screen.client) await screen.open();
  const { last_seq, ...account } = await under();
  await busOf(desk).poke({ ...account, last_seq });
  for (const screen of screens) await screen.readTo(last_seq);
  // Nothing else had come: the next event is the very next frame.
  await desk.tell(await desk.record(1));
  for (const screen of screens) {
    await screen.readTo(last_seq + 1);
    screen.leave();
  }
}

function at<T>(list: readonly T[], which: number): T {
  const found = list[which % list.length];
  if (found === undefined) throw new Error("nothing to choose from");
  return found;
}

test("whatever is lost, doubled, reordered or evicted, every screen has the log from where it began, once", async () => {
  const histories = fc.array(happening, { minLength: 3, maxLength: 16 });
  await fc.assert(fc.asyncProperty(histories, live), { seed: 20261120, numRuns: 100 });
}, 60_000);
