import type { Subscription } from "./load/wire.ts";

/** Something that takes an event durably and tells it to its subscribers. */
export interface Target {
  name: string;
  /** Makes ready for so many events, before the clock runs. */
  prepare(events: number): Promise<void>;
  /** Publishes an event that carries the marker. Returns when it was begun and answered, by `clock`. */
  publish(marker: number): Promise<{ began: number; ended: number }>;
  subscription(): Promise<Subscription>;
  /** What it goes on doing by itself after a burst takes so long, ms. */
  settles: number;
  /** Where its log has come to rest; missing where nothing but what was published is ever told. */
  end?(): Promise<number>;
}

/** What a helper that runs something has to offer at the end. */
export interface Stoppable {
  stop(): Promise<void>;
}
