import { env } from "cloudflare:workers";
import { serializeSigned } from "hono/utils/cookie";
import { loginCookieName } from "../../src/identity/login-cookie.ts";
import { ORIGIN } from "./call.ts";

/** The Cookie header of a browser that this login was given to. */
export async function cookieOf({ token }: { token: string }): Promise<{ cookie: string }> {
  const name = loginCookieName(ORIGIN);
  const set = await serializeSigned(name, token, env.BETTER_AUTH_SECRET, { secure: true });
  return { cookie: set.split(";")[0] ?? "" };
}
