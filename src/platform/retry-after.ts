/**
 * How long an answer asks to wait, ms: `Retry-After` in seconds, or as a date (RFC 9110 §10.2.3), which counts from the
 * answer's own clock, as ours may differ. Null if it does not say, or nothing that can be understood.
 */
export function readRetryAfter(headers: Headers): number | null {
  const value = headers.get("retry-after")?.trim() ?? "";
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const wait = Date.parse(value) - Date.parse(headers.get("date") ?? "");
  return Number.isFinite(wait) ? Math.max(wait, 0) : null;
}
