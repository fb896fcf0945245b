import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { Mortal } from "./crash.ts";
import { type FaultWorld, makeFaultWorld } from "./fault-world.ts";
import { settlePromises } from "./settle-promises.ts";

/** Every moment in the long suite; in the short one, every other, beginning with the first. */
const STRIDE = env.BATON_FAULTS === "long" ? 1 : 2;

/**
 * Lives through a piece of work once to count its moments, then again in a fresh world for each of them, with a process
 * that ends there.
 */
export async function atEachMoment(
  live: (world: FaultWorld, mortal: Mortal) => Promise<unknown>,
  afterwards: (world: FaultWorld, moment: string) => Promise<void>,
): Promise<void> {
  const counted = new Mortal();
  await settlePromises();
  await live(await makeFaultWorld(), counted);
  expect(counted.moments).toBeGreaterThan(3);
  for (let moment = 1; moment <= counted.moments; moment += STRIDE) {
    // Chores look at all accounts: what an earlier world has left must not be this one's work.
    await settlePromises();
    const world = await makeFaultWorld();
    const mortal = new Mortal(moment);
    await live(world, mortal);
    expect(mortal.diedAt).not.toBeNull();
    await afterwards(world, mortal.diedAt ?? "");
  }
}
