import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import type { AppEnv } from "./app-env.ts";

const secure = secureHeaders({
  crossOriginResourcePolicy: "same-origin",
  referrerPolicy: "no-referrer",
  strictTransportSecurity: "max-age=15552000",
});

/** The headers of every answer. An upgrade is passed through as it is: its answer cannot be rebuilt. */
export const answerHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  if (c.res.status === 101) return;
  await secure(c, async () => undefined);
  c.res.headers.set("X-Request-Id", c.get("requestId"));
  if (!c.res.headers.has("Cache-Control")) c.res.headers.set("Cache-Control", "no-store");
};
