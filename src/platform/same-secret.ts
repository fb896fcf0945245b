const encoder = new TextEncoder();

/** Whether two secrets are the same, in a time that does not depend on where they differ or how long they are. */
export async function sameSecret(given: string, expected: string): Promise<boolean> {
  const [a, b] = await Promise.all(
    [given, expected].map(
      async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text))),
    ),
  );
  if (!a || !b) return false;
  let different = 0;
  for (const [index, byte] of a.entries()) different |= byte ^ (b[index] ?? 0);
  return different === 0;
}
