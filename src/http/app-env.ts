import type { Principal } from "../identity/authenticate.ts";

/** What travels with a request through Hono. */
export interface AppEnv {
  Bindings: Env;
  Variables: {
    requestId: string;
    /** When the request came, ms: before anything was read for it. */
    startedAt: number;
    principal: Principal | undefined;
    /** The tool that posts, once its key was recognised. */
    integration: { id: string; account_id: string } | undefined;
  };
}
