import type { ProviderApps } from "../identity/providers/sign-in-providers.ts";

/** The providers that people may sign in with: those whose client id and secret are both configured. */
export function providerApps(env: Env): ProviderApps {
  const { MICROSOFT_CLIENT_ID, MICROSOFT_CLIENT_SECRET, MICROSOFT_TENANT_ID } = env;
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET } = env;
  const apps: ProviderApps = {};
  if (MICROSOFT_CLIENT_ID && MICROSOFT_CLIENT_SECRET) {
    const tenant = MICROSOFT_TENANT_ID || "organizations";
    apps.microsoft = { clientId: MICROSOFT_CLIENT_ID, clientSecret: MICROSOFT_CLIENT_SECRET, tenant };
  }
  if (GOOGLE_CLIENT_ID && GOOGLE_CLIENT_SECRET) {
    apps.google = { clientId: GOOGLE_CLIENT_ID, clientSecret: GOOGLE_CLIENT_SECRET };
  }
  return apps;
}
