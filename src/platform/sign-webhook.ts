/** What every secret of a webhook begins with. */
const PREFIX = "whsec_";
const encoder = new TextEncoder();

/** A fresh secret: 32 random bytes in base64, as the Standard Webhooks specification writes them. */
export function newWebhookSecret(): string {
  return PREFIX + crypto.getRandomValues(new Uint8Array(32)).toBase64();
}

/**
 * The headers that prove a message (Standard Webhooks): HMAC-SHA256 over its id, the time (ms) and the body, once with each
 * secret, so that receivers may change from one to the other when they like.
 */
export async function signWebhook(
  secrets: readonly string[],
  { id, at, body }: { id: string; at: number; body: string },
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(at / 1000));
  const signatures = await Promise.all(
    secrets.map(async (secret) => {
      const bytes = Uint8Array.fromBase64(secret.replace(PREFIX, ""));
      const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, [
        "sign",
      ]);
      const mac = await crypto.subtle.sign("HMAC", key, encoder.encode(`${id}.${timestamp}.${body}`));
      return `v1,${new Uint8Array(mac).toBase64()}`;
    }),
  );
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
}
