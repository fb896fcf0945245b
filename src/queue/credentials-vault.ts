import { type Vault, openVault } from "../platform/vault.ts";

/**
 * Where credentials, secrets and addresses of others are kept. Without a key of its own they lie under one that is
 * derived from the one secret; what was sealed under an earlier key can still be opened.
 */
export function credentialsVault(env: Env): Vault {
  const { CREDENTIALS_KEY, CREDENTIALS_KEY_PREVIOUS, BETTER_AUTH_SECRET } = env;
  const earlier = [CREDENTIALS_KEY_PREVIOUS, BETTER_AUTH_SECRET].flatMap((secret) => secret || []);
  return openVault("baton/credentials/v1", [CREDENTIALS_KEY || BETTER_AUTH_SECRET, ...earlier]);
}
