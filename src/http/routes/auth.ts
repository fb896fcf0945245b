import type { Context } from "hono";
import { z } from "zod";
import type { Login } from "../../contract/member.ts";
import { signInPath } from "../../contract/sign-in-path.ts";
import { Next, PROVIDERS, ProviderSignIn, type SignInWays } from "../../contract/sign-in-ways.ts";
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
import { canMailLinks, maySendSignInMail } from "../auth-for-request.ts";
import { backToSignIn } from "../back-to-sign-in.ts";
import { passToBetterAuth, refuseOtherSites } from "../pass-to-better-auth.ts";
import { providerApps } from "../provider-apps.ts";
import { parseJson, readBody } from "../read-body.ts";
import { readCredential } from "../require-caller.ts";
import { validate } from "../validate.ts";

/** Those that end in a mail, and what each answers whether or not one goes out. */
const ASKS_FOR_MAIL = {
  "/sign-in/magic-link": "status",
  "/email-otp/send-verification-otp": "success",
} as const;

/** What of better-auth is offered to the outside; the rest of its paths do not exist. */
export const authRoutes: PlainRoute[] = [
  { method: "GET", path: `${AUTH_PATH}/ways`, answer: tellWays },
  { method: "GET", path: `${AUTH_PATH}/login`, answer: tellLogin },
  ...Object.entries(ASKS_FOR_MAIL).map(([path, success]): PlainRoute => ({
    method: "POST",
    path: AUTH_PATH + path,
    answer: (c) => askForMail(c, success),
  })),
  { method: "GET", path: `${AUTH_PATH}/magic-link/verify`, answer: useLink },
  { method: "POST", path: `${AUTH_PATH}/sign-in/email-otp`, answer: useCode },
  { method: "POST", path: `${AUTH_PATH}/sign-in/social`, answer: goToProvider },
  ...PROVIDERS.map((provider): PlainRoute => ({
    method: "GET",
    path: `${AUTH_PATH}/callback/${provider}`,
    answer: (c) => backToSignIn(c, () => passToBetterAuth(c)),
  })),
  { method: "POST", path: `${AUTH_PATH}/sign-out`, answer: signOut },
];

const AddressedTo = z.looseObject({ email: z.email().max(254).toLowerCase() });
const AsksForMail = AddressedTo.extend({ next: Next.optional() });

function tellWays(c: Context<AppEnv>): Response {
  const apps = providerApps(c.env);
  const ways: SignInWays = {
    providers: PROVIDERS.filter((provider) => apps[provider] !== undefined),
    link: canMailLinks(c.env),
    demo: c.env.DEMO_MODE === "on",
  };
  return c.json(ways);
}

/** Whose login this is, and null where there is none: a page that only asks is refused nothing. */
async function tellLogin(c: Context<AppEnv>): Promise<Response> {
  const credential = await readCredential(c);
  const recognised = credential && (await authenticate(openDb(c.env.DB), credential.token, Date.now()));
  const principal = recognised?.principal;
  if (principal?.kind !== "member") return c.json(null);
  c.set("principal", principal);
  const { user, account } = principal;
  const login: Login = {
    user,
    account: account && { id: account.id, name: account.name },
    role: account?.actor.role ?? null,
    team_id: account?.actor.team_id ?? null,
  };
  return c.json(login);
}

async function askForMail(c: Context<AppEnv>, success: string): Promise<Response> {
  refuseOtherSites(c);
  const { next, ...asked } = validate(AsksForMail, parseJson(await readBody(c.req.raw)));
  // Asked here, before better-auth writes anything: a request too many must not replace the code that was mailed.
  if (!(await maySendSignInMail(c, asked.email))) return c.json({ [success]: true });
  return passToBetterAuth(c, JSON.stringify({ ...asked, metadata: { next } }));
}

function useLink(c: Context<AppEnv>): Promise<Response> {
  const pass = () => passToBetterAuth(c);
  return c.req.query("errorCallbackURL") === undefined ? pass() : backToSignIn(c, pass);
}

async function useCode(c: Context<AppEnv>): Promise<Response> {
  refuseOtherSites(c);
  const bytes = await readBody(c.req.raw);
  validate(AddressedTo, parseJson(bytes));
  return passToBetterAuth(c, bytes);
}

/** Answers with the provider's address, `{url}`. Whatever comes of it comes back to the sign-in screen. */
async function goToProvider(c: Context<AppEnv>): Promise<Response> {
  refuseOtherSites(c);
  const { provider, next } = validate(ProviderSignIn, parseJson(await readBody(c.req.raw)));
  if (providerApps(c.env)[provider] === undefined) {
    throw invalidField("/provider", "This Baton does not offer it.");
  }
  const back = signInPath(next);
  const asked = { provider, callbackURL: back, errorCallbackURL: back, disableRedirect: true };
  return passToBetterAuth(c, JSON.stringify(asked));
}

/** Ends this login, its cookie and its streams. */
async function signOut(c: Context<AppEnv>): Promise<Response> {
  const db = openDb(c.env.DB);
  const credential = await readCredential(c);
  const principal = credential && (await authenticate(db, credential.token, Date.now())).principal;
  if (principal?.kind !== "member") throw new DomainError("unauthenticated", "There is no login to end.");
  if (credential?.from === "cookie") refuseOtherSites(c);
  const { account, login_id: id } = principal;
  const at = { now: Date.now(), newId };
  const ended = await endLogin(db, { id, account_id: account?.id ?? null }, at);
  if (account) c.executionCtx.waitUntil(afterCommit(c.env, account, { ...nothingCommitted(), ended }));
  const expired = `${loginCookieName(c.req.url)}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`;
  c.header("Set-Cookie", loginCookieName(c.req.url).startsWith("__Secure-") ? `${expired}; Secure` : expired);
  return c.body(null, 204);
}
