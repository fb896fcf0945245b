const encoder = new TextEncoder();
const keys = new Map<string, Promise<CryptoKey>>();

/** What most things are sealed for: to be opened soon, by the same secret. */
const GENERAL = "baton/seal/v1";

/** AES-256-GCM under a key derived from `secret` for a purpose; the result is base64url of nonce and ciphertext. */
export async function seal(secret: string, text: string, purpose = GENERAL): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await keyFrom(secret, purpose);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, encoder.encode(text));
  const bytes = new Uint8Array(iv.length + sealed.byteLength);
  bytes.set(iv);
  bytes.set(new Uint8Array(sealed), iv.length);
  return bytes.toBase64({ alphabet: "base64url" });
}

/** Opens what `seal` closed. @throws if it was closed under another secret, for another purpose, or changed since. */
export async function unseal(secret: string, sealed: string, purpose = GENERAL): Promise<string> {
  const bytes = Uint8Array.fromBase64(sealed, { alphabet: "base64url" });
  const iv = bytes.slice(0, 12);
  const key = await keyFrom(secret, purpose);
  const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, bytes.slice(12));
  return new TextDecoder().decode(text);
}

function keyFrom(secret: string, purpose: string): Promise<CryptoKey> {
  const name = `${purpose} ${secret}`;
  const known = keys.get(name);
  if (known) return known;
  const made = derive(secret, purpose);
  keys.set(name, made);
  return made;
}

/** HKDF (RFC 5869) over the one secret, so that this key is useless for anything else that uses the secret. */
async function derive(secret: string, purpose: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", encoder.encode(secret), "HKDF", false, ["deriveKey"]);
  const info = encoder.encode(purpose);
  const algorithm = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  return crypto.subtle.deriveKey(algorithm, material, { name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
}
