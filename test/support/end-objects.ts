import { evictAllDurableObjects } from "cloudflare:test";
import { afterAll } from "vitest";

// An object that still works for one file would load modules while the runner goes on to the next, and wait for ever.
afterAll(() => evictAllDurableObjects({ webSockets: "close" }));
