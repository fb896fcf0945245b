import type { Context } from "hono";
import { sql } from "drizzle-orm";
import { endStreams } from "../../bus/end-streams.ts";
import { openDb } from "../../db/client.ts";
import { DomainError } from "../../domain/errors.ts";
import { AUTH_PATH } from "../../identity/auth.ts";
import { authenticate } from "../../identity/authenticate.ts";
import { loginCookieName } from "../../identity/login-cookie.ts";
import { log } from "../../platform/log.ts";
import type { AppEnv } from "../app-env.ts";
import type { PlainRoute } from "../app.ts";
import { authForRequest } from "../auth-for-request.ts";
import { isOwnOrigin } from "../own-origin.ts";
import { parseJson, readBody } from "../read-body.ts";
import { readCredential } from "../require-caller.ts";

/** What of better-auth is offered to the outside; the rest of its paths do not exist. */
const OFFERED: [PlainRoute["method"], string][] = [
  ["POST", "/sign-in/magic-link"],
  ["GET", "/magic-link/verify"],
  ["POST", "/email-otp/send-verification-otp"],
  ["POST", "/sign-in/email-otp"],
];

export const authRoutes: PlainRoute[] = [
  ...OFFERED.map(([method, path]) => ({ method, path: AUTH_PATH + path, answer: passToBetterAuth })),
  { method: "POST", path: `${AUTH_PATH}/sign-out`, answer: signOut },
];

/** Hands the request to better-auth and turns its errors into problems. */
async function passToBetterAuth(c: Context<AppEnv>): Promise<Response> {
  const init: RequestInit = { method: c.req.method, headers: c.req.raw.headers };
  if (c.req.method === "POST") {
    const bytes = await readBody(c.req.raw);
    parseJson(bytes);
    init.body = bytes;
  }
  const answer = await authForRequest(c).handler(new Request(c.req.url, init));
  if (answer.status < 400) return answer;
  throw asDomainError(answer.status, await answer.text());
}

function asDomainError(status: number, body: string): DomainError {
  const detail = /"message":"([^"\\]{1,200})"/.exec(body)?.[1] ?? "The sign-in was refused.";
  switch (status) {
    case 400:
      return new DomainError("validation_failed", detail, { errors: [] });
    case 401:
      return new DomainError("unauthenticated", detail);
    case 403:
      return new DomainError("bad_origin", detail);
    case 404:
      return new DomainError("not_found", detail);
    case 429:
      return new DomainError("rate_limited", "Too many attempts. Wait a minute.");
    default:
      throw new Error(`better-auth answered ${status}`);
  }
}

/** Ends this login, its cookie and its streams. */
async function signOut(c: Context<AppEnv>): Promise<Response> {
  const db = openDb(c.env.DB);
  const credential = await readCredential(c);
  const principal = credential && (await authenticate(db, credential.token, Date.now()));
  if (principal?.kind !== "member") throw new DomainError("unauthenticated", "There is no login to end.");
  if (credential?.from === "cookie" && !isOwnOrigin(c)) {
    throw new DomainError("bad_origin", "This request comes from another site's page.");
  }
  await db.all(sql`DELETE FROM logins WHERE id = ${principal.login_id}`);
  const { account, login_id } = principal;
  if (account) {
    const ended = endStreams(c.env, account, { kind: "login", id: login_id });
    c.executionCtx.waitUntil(ended.catch((error: unknown) => log("end_streams_failed", { login_id }, error)));
  }
  const expired = `${loginCookieName(c.req.url)}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`;
  c.header("Set-Cookie", loginCookieName(c.req.url).startsWith("__Secure-") ? `${expired}; Secure` : expired);
  return c.body(null, 204);
}
