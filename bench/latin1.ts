/** A character for each byte. (The Workers' types of Buffer, which hold here too, know no encodings.) */
export function latin1(bytes: Uint8Array): string {
  return (bytes as unknown as { toString(encoding: string): string }).toString("latin1");
}
