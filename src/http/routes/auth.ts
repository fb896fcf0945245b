import type { Context } from "hono";
import { z } from "zod";
import { openDb } from "../../db/client.ts";
import { nothingCommitted } from "../../domain/context.ts";
import { DomainError, invalidField } from "../../domain/errors.ts";
import { endLogin } from "../../domain/members/end-login.ts";
import { AUTH_PATH } from "../../identity/auth.ts";
import { authenticate } from "../../identity/authenticate.ts";
import { loginCookieName } from "../../identity/login-cookie.ts";
import { newId } from "../../platform/new-id.ts";
import { afterCommit } from "../after-commit.ts";
import type { AppEnv } from "../app-env.ts";
import type { PlainRoute } from "../plain-route.ts";
import { authForRequest, maySendSignInMail } from "../auth-for-request.ts";
import { isOwnOrigin } from "../own-origin.ts";
import { parseJson, readBody } from "../read-body.ts";
import { readCredential } from "../require-caller.ts";
import { validate } from "../validate.ts";

/** What of better-auth is offered to the outside; the rest of its paths do not exist. */
const OFFERED: [PlainRoute["method"], string][] = [
  ["POST", "/sign-in/magic-link"],
  ["GET", "/magic-link/verify"],
  ["POST", "/email-otp/send-verification-otp"],
  ["POST", "/sign-in/email-otp"],
];

/** Those that end in a mail, and what each answers whether or not one goes out. */
const ANSWERS = {
  "/sign-in/magic-link": "status",
  "/email-otp/send-verification-otp": "success",
} as const;
const ASKS_FOR_MAIL = Object.keys(ANSWERS) as (keyof typeof ANSWERS)[];

export const authRoutes: PlainRoute[] = [
  ...OFFERED.map(([method, path]) => ({ method, path: AUTH_PATH + path, answer: passToBetterAuth })),
  { method: "POST", path: `${AUTH_PATH}/sign-out`, answer: signOut },
];

/** Hands the request to better-auth and turns its errors into problems. */
async function passToBetterAuth(c: Context<AppEnv>): Promise<Response> {
  // Our own rule of origins stands for all of the API; better-auth is then told what it has come to.
  if (!isOwnOrigin(c)) throw new DomainError("bad_origin", "This request comes from another site's page.");
  const headers = new Headers(c.req.raw.headers);
  for (const name of ["sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest"]) headers.delete(name);
  headers.set("origin", new URL(c.req.url).origin);
  const init: RequestInit = { method: c.req.method, headers };
  if (c.req.method === "POST") {
    const bytes = await readBody(c.req.raw);
    const { email } = validate(AddressedTo, parseJson(bytes));
    const asked = ASKS_FOR_MAIL.find((path) => c.req.path === AUTH_PATH + path);
    // Asked here, before better-auth writes anything: a request too many must not replace the code that was mailed.
    if (asked && !(await maySendSignInMail(c, email))) return c.json({ [ANSWERS[asked]]: true });
    init.body = bytes;
  }
  const answer = await authForRequest(c).handler(new Request(c.req.url, init));
  if (answer.status < 400) return answer;
  throw asDomainError(answer.status, await answer.text());
}

const AddressedTo = z.looseObject({ email: z.email().max(254).toLowerCase() });
const BetterAuthError = z.object({ code: z.string(), message: z.string() }).partial().catch({});

function asDomainError(status: number, body: string): DomainError {
  const { code, message = "The sign-in was refused." } = BetterAuthError.parse(parseOrNull(body));
  if (status === 429 || code === "TOO_MANY_ATTEMPTS") {
    return new DomainError("rate_limited", "Too many attempts. Ask for a new code, or wait a minute.");
  }
  switch (status) {
    case 400:
      return invalidField(code?.includes("OTP") ? "/otp" : "", message);
    case 401:
      return new DomainError("unauthenticated", message);
    case 403:
      return new DomainError("bad_origin", message);
    case 404:
      return new DomainError("not_found", message);
    default:
      return new DomainError("unavailable", "Signing in does not work just now. Try again.");
  }
}

function parseOrNull(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** Ends this login, its cookie and its streams. */
async function signOut(c: Context<AppEnv>): Promise<Response> {
  const db = openDb(c.env.DB);
  const credential = await readCredential(c);
  const principal = credential && (await authenticate(db, credential.token, Date.now())).principal;
  if (principal?.kind !== "member") throw new DomainError("unauthenticated", "There is no login to end.");
  if (credential?.from === "cookie" && !isOwnOrigin(c)) {
    throw new DomainError("bad_origin", "This request comes from another site's page.");
  }
  const { account, login_id: id } = principal;
  const at = { now: Date.now(), newId };
  const ended = await endLogin(db, { id, account_id: account?.id ?? null }, at);
  if (account) c.executionCtx.waitUntil(afterCommit(c.env, account, { ...nothingCommitted(), ended }));
  const expired = `${loginCookieName(c.req.url)}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`;
  c.header("Set-Cookie", loginCookieName(c.req.url).startsWith("__Secure-") ? `${expired}; Secure` : expired);
  return c.body(null, 204);
}
