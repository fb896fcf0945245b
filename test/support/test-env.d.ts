import type { D1Migration } from "cloudflare:test";

declare global {
  namespace Cloudflare {
    interface Env {
      TEST_MIGRATIONS: D1Migration[];
      /** How many histories the bus's model lives through; empty for as many as usual. */
      BATON_MODEL_RUNS: string;
      /** "long" for every crash point and many seeds. */
      BATON_FAULTS: string;
      /** Where the tests' own Postmark listens, `host:port`. */
      TEST_POSTMARK: string;
      /** Where the tests' own language model listens, `host:port`. */
      TEST_MODEL: string;
      /** Where the tests' own OpenID provider listens, `host:port`. */
      TEST_OPEN_ID: string;
    }
  }
}
