import type { D1Migration } from "cloudflare:test";

declare global {
  namespace Cloudflare {
    interface Env {
      TEST_MIGRATIONS: D1Migration[];
      /** How many histories the bus's model lives through; empty for as many as usual. */
      BATON_MODEL_RUNS: string;
    }
  }
}
