/** How long a server asks to wait (`Retry-After` in seconds), ms; null if it does not say. */
export function readWait(headers: Headers): number | null {
  const value = headers.get("retry-after")?.trim() ?? "";
  return /^\d{1,6}$/.test(value) ? Number(value) * 1000 : null;
}
