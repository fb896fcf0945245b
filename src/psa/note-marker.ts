/** Whether a note holds a marker as a whole: `… r1` is not found in `… r12`. */
export function hasMarker(text: string | null | undefined, marker: string): boolean {
  if (!text) return false;
  for (let at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, at + 1)) {
    const next = text[at + marker.length] ?? "";
    if (!/[0-9a-z]/i.test(next)) return true;
  }
  return false;
}
