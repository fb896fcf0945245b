import { microsoft } from "@better-auth/core/social-providers";
import type { OAuthProvider } from "@better-auth/core/oauth2";
import { type Claims, openIdProvider } from "./open-id-provider.ts";

export interface MicrosoftApp {
  clientId: string;
  clientSecret: string;
  /** One tenant's id, or `organizations`, `consumers` or `common`. */
  tenant: string;
}

const AUTHORITY = "https://login.microsoftonline.com";
/** The tenant that personal accounts are said to be in. */
const PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad";
const MANY_TENANTS = new Set(["organizations", "consumers", "common"]);

/** Microsoft, as this deployment's app registration lets it in. */
export function microsoftProvider(app: MicrosoftApp, patience_ms: number): OAuthProvider<Claims> {
  const { clientId, clientSecret, tenant } = app;
  const base = microsoft({
    clientId,
    clientSecret,
    tenantId: tenant,
    // Who it is and nothing else: no mailbox, no photo, no access while they are away.
    disableDefaultScope: true,
    scope: ["openid", "profile", "email"],
    prompt: "select_account",
  });
  return openIdProvider(base, {
    keys: `${AUTHORITY}/${tenant}/discovery/v2.0/keys`,
    audience: clientId,
    isForUs: ({ iss, tid }) => iss === `${AUTHORITY}/${String(tid)}/v2.0` && isAllowed(tenant, tid),
    // Microsoft's own names for a person in a tenant; neither can be chosen by that tenant's admins.
    subject: ({ tid, oid }) => (tid && oid ? `${String(tid)}.${String(oid)}` : ""),
    isVerified: (claims) => !MANY_TENANTS.has(tenant) || isProvenEmail(claims),
    patience_ms,
  });
}

function isAllowed(tenant: string, tid: unknown): boolean {
  switch (tenant) {
    case "common":
      return true;
    case "organizations":
      return tid !== PERSONAL;
    case "consumers":
      return tid === PERSONAL;
    default:
      return tid === tenant;
  }
}

/**
 * Whether Microsoft itself has seen that the address's domain belongs to the person's tenant, or the address to them.
 * `email` alone says nothing among many tenants: every tenant's admins can set it to anybody's address.
 */
function isProvenEmail({ email, ...claims }: Claims): boolean {
  if (email === undefined) return false;
  if (["true", "1"].includes(String(claims["xms_edov"]))) return true;
  return [claims["verified_primary_email"], claims["verified_secondary_email"]]
    .flat()
    .some((address) => typeof address === "string" && address.toLowerCase() === email);
}
