/** SHA-256 of bytes or UTF-8 text, as base64url without padding. */
export async function sha256(data: string | Uint8Array): Promise<string> {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return new Uint8Array(hash).toBase64({ alphabet: "base64url", omitPadding: true });
}
