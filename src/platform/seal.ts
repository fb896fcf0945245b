const encoder = new TextEncoder();
const keys = new Map<string, Promise<CryptoKey>>();

/** AES-256-GCM under a key derived from `secret`; the result is base64url of nonce and ciphertext. */
export async function seal(secret: string, text: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await keyFrom(secret);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, encoder.encode(text));
  const bytes = new Uint8Array(iv.length + sealed.byteLength);
  bytes.set(iv);
  bytes.set(new Uint8Array(sealed), iv.length);
  return bytes.toBase64({ alphabet: "base64url" });
}

/** Opens what `seal` closed. @throws if it was closed under another secret or changed since. */
export async function unseal(secret: string, sealed: string): Promise<string> {
  const bytes = Uint8Array.fromBase64(sealed, { alphabet: "base64url" });
  const iv = bytes.slice(0, 12);
  const key = await keyFrom(secret);
  const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, bytes.slice(12));
  return new TextDecoder().decode(text);
}

function keyFrom(secret: string): Promise<CryptoKey> {
  const known = keys.get(secret);
  if (known) return known;
  const made = derive(secret);
  keys.set(secret, made);
  return made;
}

/** HKDF (RFC 5869) over the one secret, so that this key is useless for anything else that uses the secret. */
async function derive(secret: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", encoder.encode(secret), "HKDF", false, ["deriveKey"]);
  const info = encoder.encode("baton/seal/v1");
  const algorithm = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  return crypto.subtle.deriveKey(algorithm, material, { name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
}
