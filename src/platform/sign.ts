const encoder = new TextEncoder();
const keys = new Map<string, Promise<CryptoKey>>();

/** A text and its HMAC-SHA-256 under a key that is derived from `secret` for this purpose alone, both base64url. */
export async function sign(secret: string, purpose: string, text: string): Promise<string> {
  const signed = encoder.encode(text);
  const mac = await crypto.subtle.sign("HMAC", await keyFrom(secret, purpose), signed);
  return `${base64url(signed)}.${base64url(new Uint8Array(mac))}`;
}

/** The text that was signed for this purpose, or null for whatever else; the comparison takes constant time. */
export async function signedText(secret: string, purpose: string, token: string): Promise<string | null> {
  const [text, mac, ...rest] = token.split(".").map(bytesOf);
  if (!text || !mac || rest.length > 0) return null;
  const stands = await crypto.subtle.verify("HMAC", await keyFrom(secret, purpose), mac, text);
  return stands ? new TextDecoder().decode(text) : null;
}

function keyFrom(secret: string, purpose: string): Promise<CryptoKey> {
  const name = `${purpose} ${secret}`;
  const known = keys.get(name);
  if (known) return known;
  const made = derive(secret, purpose);
  keys.set(name, made);
  return made;
}

/** HKDF (RFC 5869) over the one secret, so that what is signed here means nothing elsewhere. */
async function derive(secret: string, purpose: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", encoder.encode(secret), "HKDF", false, ["deriveKey"]);
  const info = encoder.encode(`baton/sign/${purpose}/v1`);
  const algorithm = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  const key = { name: "HMAC", hash: "SHA-256", length: 256 };
  return crypto.subtle.deriveKey(algorithm, material, key, false, ["sign", "verify"]);
}

function base64url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** Null for what is no base64url, and for a second spelling of the same bytes. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    const bytes = Uint8Array.fromBase64(text, { alphabet: "base64url" });
    return base64url(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
}
