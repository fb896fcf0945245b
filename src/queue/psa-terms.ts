import { type Vault, openVault } from "../platform/vault.ts";
import type { ConnectionTerms } from "../domain/psa/connection-row.ts";
import { type AddressRules, judgeAddress, readHosts } from "../psa/psa-address.ts";

/**
 * Where the credentials of others are kept. Without a key of its own they lie under one that is derived from the one
 * secret; what was sealed under an earlier key can still be opened.
 */
export function credentialsVault(env: Env): Vault {
  const { CREDENTIALS_KEY, CREDENTIALS_KEY_PREVIOUS, BETTER_AUTH_SECRET } = env;
  const earlier = [CREDENTIALS_KEY_PREVIOUS, BETTER_AUTH_SECRET].flatMap((secret) => secret || []);
  return openVault("baton/credentials/v1", [CREDENTIALS_KEY || BETTER_AUTH_SECRET, ...earlier]);
}

/** Which addresses PSA systems may have in this deployment. */
export function addressRules(env: Env): AddressRules {
  return { extra_hosts: readHosts(env.PSA_HOSTS), local: env.DEMO_MODE === "on" };
}

/** What the verbs about connections need of this deployment. */
export function connectionTerms(env: Env): ConnectionTerms {
  const rules = addressRules(env);
  return {
    seal: (text) => credentialsVault(env).seal(text),
    refusals: (kind, settings) =>
      ADDRESSES.flatMap((field) => {
        const text = settings[field];
        if (typeof text !== "string") return [];
        const judged = judgeAddress(kind, text, rules);
        return "refused" in judged ? [{ field, detail: judged.refused }] : [];
      }),
  };
}

/** The settings that hold an address which is called with credentials or notes. */
const ADDRESSES = ["site", "api_host", "host", "directory", "url"];
