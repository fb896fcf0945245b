/** 256 random bits as base64url, for keys that are shown once. */
export function newSecret(): string {
  return crypto.getRandomValues(new Uint8Array(32)).toBase64({ alphabet: "base64url", omitPadding: true });
}

/** 128 random bits as 32 lower-case hexadecimal characters, for the keys that tools send. */
export function newHexKey(): string {
  return crypto.getRandomValues(new Uint8Array(16)).toHex();
}

/** The secret of a tool's signatures as Standard Webhooks writes it, 192 random bits. */
export function newSigningSecret(): string {
  return `whsec_${crypto.getRandomValues(new Uint8Array(24)).toBase64()}`;
}
