/** How far the clock of whoever signs may be off, ms. */
const TOLERANCE_MS = 5 * 60_000;

export interface SignatureHeaders {
  id: string | undefined;
  timestamp: string | undefined;
  signature: string | undefined;
}

/** Why a post is not taken as signed; null: its signature stands. */
export type SignatureFault = "missing" | "clock" | "wrong" | null;

/**
 * Verifies the headers of Standard Webhooks over the raw body: any one of the signatures that are given may stand. The
 * comparison is WebCrypto's own and takes constant time. `now` is in ms.
 */
export async function verifySignature(
  secret: string,
  { id, timestamp, signature }: SignatureHeaders,
  body: Uint8Array,
  now: number,
): Promise<SignatureFault> {
  if (!id || !timestamp || !signature) return "missing";
  if (!/^\d{1,12}$/.test(timestamp)) return "clock";
  if (Math.abs(now - Number(timestamp) * 1000) > TOLERANCE_MS) return "clock";
  const head = new TextEncoder().encode(`${id}.${timestamp}.`);
  const signed = new Uint8Array(head.length + body.length);
  signed.set(head);
  signed.set(body, head.length);
  const bytes = Uint8Array.fromBase64(secret.replace(/^whsec_/, ""));
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["verify"]);
  const macs = signature.split(" ").slice(0, 10).flatMap(macOf);
  const stand = await Promise.all(macs.map((mac) => crypto.subtle.verify("HMAC", key, mac, signed)));
  return stand.includes(true) ? null : "wrong";
}

function macOf(given: string): Uint8Array<ArrayBuffer>[] {
  const [version, mac] = given.split(",");
  if (version !== "v1" || !mac) return [];
  try {
    return [Uint8Array.fromBase64(mac)];
  } catch {
    return [];
  }
}
