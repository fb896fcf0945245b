import type { Context } from "hono";
import type { AppEnv } from "./app-env.ts";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a request that carries a cookie may be acted on: safe methods always, except upgrades; others only from our
 * own or a configured origin. Browsers send `Origin` on all of these; without one, `Sec-Fetch-Site` decides.
 */
export function isOwnOrigin(c: Context<AppEnv>): boolean {
  const upgrades = c.req.header("upgrade")?.toLowerCase() === "websocket";
  if (SAFE_METHODS.has(c.req.method) && !upgrades) return true;
  const origin = c.req.header("origin");
  if (origin === undefined) return c.req.header("sec-fetch-site") !== "cross-site";
  return trustedOrigins(c.env, c.req.url).includes(origin);
}

/** Our own origin, the public one and those configured in TRUSTED_ORIGINS (comma-separated). */
export function trustedOrigins(env: Env, url: string): string[] {
  const configured = (env.TRUSTED_ORIGINS ?? "").split(",").map((origin) => origin.trim());
  const all = [new URL(url).origin, env.PUBLIC_URL && URL.parse(env.PUBLIC_URL)?.origin, ...configured];
  return all.filter((origin): origin is string => !!origin);
}
