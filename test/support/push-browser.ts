/** A browser as far as web push goes: the keys of its subscription, and what it makes of what a push service hands it. */
export interface PushBrowser {
  keys: { p256dh: string; auth: string };
  /** Opens what was encrypted for it (RFC 8188, RFC 8291). @throws for what was not */
  open(body: Uint8Array<ArrayBuffer>): Promise<Record<string, unknown>>;
}

const encoder = new TextEncoder();
const P256 = { name: "ECDH", namedCurve: "P-256" };

export function base64url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

export async function makePushBrowser(): Promise<PushBrowser> {
  const pair = (await crypto.subtle.generateKey(P256, true, ["deriveBits"])) as CryptoKeyPair;
  const own = new Uint8Array((await crypto.subtle.exportKey("raw", pair.publicKey)) as ArrayBuffer);
  const auth = new Uint8Array(16);
  crypto.getRandomValues(auth);
  return {
    keys: { p256dh: base64url(own), auth: base64url(auth) },
    async open(body) {
      const [salt, idLength] = [body.slice(0, 16), body[20] ?? 0];
      const theirs = body.slice(21, 21 + idLength);
      const sealed = body.slice(21 + idLength);
      const key = await crypto.subtle.importKey("raw", theirs, P256, false, []);
      const derive = { name: "ECDH", $public: key, public: key };
      const shared = await crypto.subtle.deriveBits(derive, pair.privateKey, 256);
      const info = joined(encoder.encode("WebPush: info\0"), own, theirs);
      const secret = await hkdf(auth, new Uint8Array(shared), info, 32);
      const content = await hkdf(salt, secret, encoder.encode("Content-Encoding: aes128gcm\0"), 16);
      const iv = await hkdf(salt, secret, encoder.encode("Content-Encoding: nonce\0"), 12);
      const aes = await crypto.subtle.importKey("raw", content, "AES-GCM", false, ["decrypt"]);
      const padded = new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, aes, sealed));
      // The last record ends with a 2 and zeros (RFC 8188 §2).
      const end = padded.findLastIndex((byte) => byte !== 0);
      if (padded[end] !== 2) throw new Error("The record has no end.");
      return JSON.parse(new TextDecoder().decode(padded.slice(0, end))) as Record<string, unknown>;
    },
  };
}

/** A service's key pair as its configuration has it. */
export async function makeVapidKeys(): Promise<{ VAPID_PUBLIC_KEY: string; VAPID_PRIVATE_KEY: string }> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const pair = (await crypto.subtle.generateKey(algorithm, true, ["sign"])) as CryptoKeyPair;
  const raw = (await crypto.subtle.exportKey("raw", pair.publicKey)) as ArrayBuffer;
  const jwk = (await crypto.subtle.exportKey("jwk", pair.privateKey)) as JsonWebKey;
  return { VAPID_PUBLIC_KEY: base64url(new Uint8Array(raw)), VAPID_PRIVATE_KEY: jwk.d ?? "" };
}

/** The claims of a VAPID header (RFC 8292), if its signature holds under this public key. */
export async function vapidClaims(header: string, publicKey: string): Promise<Record<string, unknown>> {
  const [, token = "", key] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(header) ?? [];
  if (key !== publicKey) throw new Error("The header names another key.");
  const [head = "", claims = "", signature = ""] = token.split(".");
  const bytes = (text: string) => Uint8Array.fromBase64(text, { alphabet: "base64url" });
  const ecdsa = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const verifier = await crypto.subtle.importKey("raw", bytes(publicKey), ecdsa, false, ["verify"]);
  const signed = encoder.encode(`${head}.${claims}`);
  if (!(await crypto.subtle.verify(ecdsa, verifier, bytes(signature), signed))) {
    throw new Error("The signature does not hold.");
  }
  return JSON.parse(new TextDecoder().decode(bytes(claims))) as Record<string, unknown>;
}

async function hkdf(
  salt: Uint8Array,
  secret: Uint8Array,
  info: Uint8Array,
  bytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey("raw", new Uint8Array(secret), "HKDF", false, ["deriveBits"]);
  const algorithm = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(salt), info: new Uint8Array(info) };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, bytes * 8));
}

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
