import type { Context } from "hono";
import type { SignInFault } from "../contract/sign-in-ways.ts";
import { DomainError } from "../domain/errors.ts";
import { log } from "../platform/log.ts";
import type { AppEnv } from "./app-env.ts";
import { shownPath } from "./shown-path.ts";

/** What better-auth and the providers call it, and what the page is told; anything else is our own failure. */
const FAULTS: Record<string, SignInFault> = {
  access_denied: "denied",
  consent_required: "denied",
  interaction_required: "denied",
  login_required: "denied",
  state_not_found: "lost",
  state_mismatch: "lost",
  state_invalid: "lost",
  invalid_callback_request: "lost",
  nonce_binding_missing: "lost",
  no_code: "lost",
  oauth_provider_not_found: "lost",
  invalid_code: "not_confirmed",
  issuer_mismatch: "not_confirmed",
  unable_to_get_user_info: "not_confirmed",
  email_not_found: "not_verified",
  email_not_verified: "not_verified",
  account_not_linked: "not_verified",
  not_invited: "not_invited",
  INVALID_TOKEN: "link_used",
  EXPIRED_TOKEN: "link_used",
  ATTEMPTS_EXCEEDED: "link_used",
};

/**
 * For a sign-in that a person's browser walks through: whatever goes wrong leads to the sign-in screen, which is told
 * one of our own few words for it and nothing that the address's maker could choose.
 */
export async function backToSignIn(c: Context<AppEnv>, signIn: () => Promise<Response>): Promise<Response> {
  let answer: Response;
  try {
    answer = await signIn();
  } catch (error) {
    if (!(error instanceof DomainError)) {
      log("sign_in_failed", { request_id: c.get("requestId"), path: shownPath(c.req.path) }, error);
    }
    return c.redirect("/sign-in?error=unavailable");
  }
  const to = URL.parse(answer.headers.get("location") ?? "", c.req.url);
  const fault = to?.searchParams.get("error");
  if (to?.pathname !== "/sign-in" || fault === null || fault === undefined) return answer;
  const query = new URLSearchParams({ error: FAULTS[fault] ?? "unavailable" });
  const next = to.searchParams.get("next");
  if (next !== null) query.set("next", next);
  const headers = new Headers(answer.headers);
  headers.set("location", `/sign-in?${query}`);
  return new Response(null, { status: 302, headers });
}
