import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The secrets that a deployment gets from `wrangler secret put`. */
const NAMES = ["BETTER_AUTH_SECRET"];

/**
 * The secrets of this machine, by name. They are made on the first start and kept in the state folder, readable by
 * their owner only, so that logins stay valid over restarts. Throws what the file system or a broken file throws.
 */
export function localSecrets(stateFolder: string): Record<string, string> {
  const path = join(stateFolder, "secrets.json");
  const known: unknown = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  const secrets: Record<string, string> = {};
  for (const [name, value] of Object.entries(known ?? {})) {
    if (typeof value === "string") secrets[name] = value;
  }
  const missing = NAMES.filter((name) => !secrets[name]);
  for (const name of missing) secrets[name] = Buffer.from(randomBytes(32)).toString("base64url");
  if (missing.length > 0) writeFileSync(path, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}
