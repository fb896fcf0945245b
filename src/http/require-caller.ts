import type { Context } from "hono";
import { getSignedCookie } from "hono/cookie";
import { RIGHTS, type Right } from "../contract/role.ts";
import { type Row, openDb } from "../db/client.ts";
import type { Actor } from "../domain/actor.ts";
import { DomainError } from "../domain/errors.ts";
import { type Principal, type ReadsOfAccount, authenticate } from "../identity/authenticate.ts";
import { loginCookieName } from "../identity/login-cookie.ts";
import type { AppEnv } from "./app-env.ts";
import { isOwnOrigin } from "./own-origin.ts";

/** A recognised caller in an account. */
export type Caller = Principal & { account: NonNullable<Principal["account"]> };

/**
 * Who calls: the login or key, the account, then the right that the operation asks for (`api.md` §1, order of checks),
 * and what was read for the operation in the same round trip.
 * @throws DomainError `unauthenticated`, `no_account`, `bad_origin`, `forbidden`
 */
export async function requireCaller(
  c: Context<AppEnv>,
  right: Right,
  reads?: ReadsOfAccount,
): Promise<{ caller: Caller; rows: Row[][] }> {
  const credential = await readCredential(c);
  const recognised =
    credential && (await authenticate(openDb(c.env.DB), credential.token, Date.now(), reads));
  const principal = recognised?.principal;
  if (!credential || !principal) throw new DomainError("unauthenticated", "Sign in, or send a valid token.");
  c.set("principal", principal);
  if (principal.account === null)
    throw new DomainError("no_account", "You are not an active member of an account.");
  if (credential.from === "cookie" && !isOwnOrigin(c)) {
    throw new DomainError("bad_origin", "This request comes from another site's page.");
  }
  if (!hasRight(principal.account.actor, right)) {
    throw new DomainError("forbidden", "Your role or your key's scopes do not allow this.");
  }
  const caller = { ...principal, account: principal.account } as Caller;
  return { caller, rows: recognised.rows };
}

/** Whether an actor's role or scopes include a right. */
export function hasRight(actor: Actor, right: Right): boolean {
  const { roles, scope } = RIGHTS[right];
  if (actor.kind === "member") return roles.includes(actor.role);
  if (actor.kind === "api_key") return scope === "any" || (scope !== null && actor.scopes.includes(scope));
  return true;
}

/** The token of the Authorization header (RFC 6750), else of the login cookie whose signature holds. */
export async function readCredential(
  c: Context<AppEnv>,
): Promise<{ token: string; from: "bearer" | "cookie" } | null> {
  const header = c.req.header("authorization");
  if (header !== undefined) {
    const token = /^bearer +(\S+)$/i.exec(header)?.[1];
    // A login token may come as better-auth hands it out, with its signature behind a dot.
    return token ? { token: token.split(".")[0] ?? token, from: "bearer" } : null;
  }
  const cookie = await getSignedCookie(c, c.env.BETTER_AUTH_SECRET, loginCookieName(c.req.url));
  return cookie ? { token: cookie, from: "cookie" } : null;
}
