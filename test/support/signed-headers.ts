/** The headers of Standard Webhooks for a body that is signed now, among signatures that say nothing. */
export async function signedHeaders(
  secret: string,
  body: string,
  seconds = Math.floor(Date.now() / 1000),
  id = "msg_1",
) {
  return {
    "webhook-id": id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": `v1a,x v1,AAAA ${await signature(secret, id, seconds, body)}`,
  };
}

async function signature(secret: string, id: string, timestamp: number, body: string): Promise<string> {
  const bytes = Uint8Array.fromBase64(secret.replace("whsec_", ""));
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(`${id}.${timestamp}.${body}`));
  return `v1,${new Uint8Array(mac).toBase64()}`;
}
