import { Buffer } from "node:buffer";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The secrets that a deployment gets from `wrangler secret put`, and how they are made; a pair is made together. */
const MAKERS: Record<string, () => Record<string, string>> = {
  BETTER_AUTH_SECRET: () => ({ BETTER_AUTH_SECRET: Buffer.from(randomBytes(32)).toString("base64url") }),
  VAPID_PRIVATE_KEY: vapidKeys,
};

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
  const missing = Object.entries(MAKERS).filter(([name]) => !secrets[name]);
  for (const [, make] of missing) Object.assign(secrets, make());
  if (missing.length > 0) writeFileSync(path, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}

/** A key pair by which push services know this machine (RFC 8292): P-256, as a raw point and a raw number. */
function vapidKeys(): Record<string, string> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const { x = "", y = "", d = "" } = privateKey.export({ format: "jwk" });
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]);
  return { VAPID_PUBLIC_KEY: point.toString("base64url"), VAPID_PRIVATE_KEY: d };
}
