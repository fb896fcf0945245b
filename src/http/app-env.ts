import type { Principal } from "../identity/authenticate.ts";

/** What travels with a request through Hono. */
export interface AppEnv {
  Bindings: Env;
  Variables: {
    requestId: string;
    principal: Principal | undefined;
  };
}
