const encoder = new TextEncoder();

/** The headers of a signed webhook (Standard Webhooks): HMAC-SHA-256 over id, second and body under a `whsec_…`. */
export async function signWebhook(
  secret: string,
  { id, at, body }: { id: string; at: number; body: string },
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(at / 1000));
  const key = Uint8Array.fromBase64(secret.replace(/^whsec_/, ""));
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", key, hmac, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", imported, encoder.encode(`${id}.${timestamp}.${body}`));
  const signature = `v1,${new Uint8Array(mac).toBase64()}`;
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature };
}
