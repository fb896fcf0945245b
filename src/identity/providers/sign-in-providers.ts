import type { BetterAuthPlugin } from "better-auth";
import { type GoogleApp, googleProvider } from "./google-provider.ts";
import { type MicrosoftApp, microsoftProvider } from "./microsoft-provider.ts";

/** What a deployment has registered at its providers; a provider that is not there is not offered. */
export interface ProviderApps {
  microsoft?: MicrosoftApp;
  google?: GoogleApp;
}

/** How long a provider may take for each answer, ms: somebody waits in front of a white page. */
const PATIENCE_MS = 8_000;

/** Gives better-auth the configured providers, each behind our own checks. */
export function signInProviders({ microsoft, google }: ProviderApps) {
  return {
    id: "sign-in-providers",
    init: () => ({
      context: {
        socialProviders: [
          ...(microsoft ? [microsoftProvider(microsoft, PATIENCE_MS)] : []),
          ...(google ? [googleProvider(google, PATIENCE_MS)] : []),
        ],
      },
    }),
  } satisfies BetterAuthPlugin;
}
