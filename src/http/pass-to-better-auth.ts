import type { Context } from "hono";
import { z } from "zod";
import { DomainError, invalidField } from "../domain/errors.ts";
import { NOT_INVITED } from "../identity/auth.ts";
import type { AppEnv } from "./app-env.ts";
import { authForRequest } from "./auth-for-request.ts";
import { isOwnOrigin } from "./own-origin.ts";

/**
 * Hands the request to better-auth, a POST with this body.
 * @throws DomainError for whatever better-auth refuses, and for another site's page
 */
export async function passToBetterAuth(c: Context<AppEnv>, body?: Uint8Array | string): Promise<Response> {
  refuseOtherSites(c);
  // Our own rule of origins stands for all of the API; better-auth is then told what it has come to.
  const headers = new Headers(c.req.raw.headers);
  for (const name of ["sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "content-length"])
    headers.delete(name);
  headers.set("origin", new URL(c.req.url).origin);
  const init: RequestInit = { method: c.req.method, headers, ...(body !== undefined && { body }) };
  const answer = await authForRequest(c).handler(new Request(c.req.url, init));
  if (answer.status < 400) return answer;
  throw asDomainError(answer.status, await answer.text());
}

/** @throws DomainError if the request comes from another site's page */
export function refuseOtherSites(c: Context<AppEnv>): void {
  if (!isOwnOrigin(c)) throw new DomainError("bad_origin", "This request comes from another site's page.");
}

const BetterAuthError = z.object({ code: z.string(), message: z.string() }).partial().catch({});

function asDomainError(status: number, body: string): DomainError {
  const { code, message = "The sign-in was refused." } = BetterAuthError.parse(parseOrNull(body));
  if (status === 429 || code === "TOO_MANY_ATTEMPTS") {
    return new DomainError("rate_limited", "Too many attempts. Ask for a new code, or wait a minute.");
  }
  if (code === NOT_INVITED) {
    return new DomainError("no_account", "Nobody has invited this address. Ask an admin of your team.");
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
