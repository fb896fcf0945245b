import { google } from "@better-auth/core/social-providers";
import type { OAuthProvider } from "@better-auth/core/oauth2";
import { type Claims, openIdProvider } from "./open-id-provider.ts";

export interface GoogleApp {
  clientId: string;
  clientSecret: string;
}

/** Google, as this deployment's OAuth client lets it in. */
export function googleProvider(
  { clientId, clientSecret }: GoogleApp,
  patience_ms: number,
): OAuthProvider<Claims> {
  const base = google({ clientId, clientSecret, includeGrantedScopes: false, prompt: "select_account" });
  return openIdProvider(base, {
    keys: "https://www.googleapis.com/oauth2/v3/certs",
    issuer: ["https://accounts.google.com", "accounts.google.com"],
    audience: clientId,
    isForUs: () => true,
    subject: ({ sub }) => String(sub ?? ""),
    isVerified: isGooglesAddress,
    patience_ms,
  });
}

/**
 * Whether the address is Google's to speak for: its own mail, or a Workspace's domain. For any other address
 * `email_verified` says only that it was theirs when the Google account was made, perhaps years and an employer ago.
 */
function isGooglesAddress({ email, email_verified, hd }: Claims): boolean {
  if (email === undefined || String(email_verified) !== "true") return false;
  return email.endsWith("@gmail.com") || (typeof hd === "string" && hd !== "");
}
