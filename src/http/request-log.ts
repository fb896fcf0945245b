import type { MiddlewareHandler } from "hono";
import { log } from "../platform/log.ts";
import type { AppEnv } from "./app-env.ts";
import { shownPath } from "./shown-path.ts";

/** One wide line per request: who, what, how it ended, how long it took; never bodies, never secrets. */
export const requestLog: MiddlewareHandler<AppEnv> = async (c, next) => {
  const started = Date.now();
  c.set("startedAt", started);
  await next();
  const principal = c.get("principal");
  const integration = c.get("integration");
  log("request", {
    request_id: c.get("requestId"),
    method: c.req.method,
    path: shownPath(c.req.path),
    status: c.res.status,
    account_id: principal?.account?.id ?? integration?.account_id,
    actor:
      (principal?.kind === "member" ? principal.user.id : principal?.account.actor.id) ?? integration?.id,
    ms: Date.now() - started,
  });
};
