/** Milliseconds since 1970 → the wire's ISO 8601 with milliseconds and `Z`. */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** The same, for a moment that may be missing. */
export function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}
