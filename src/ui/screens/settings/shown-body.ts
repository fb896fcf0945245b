/** A body as it is read best: JSON with its lines, anything else, and JSON that would lose something by that, as it came. */
export function shownBody(body: string): string {
  try {
    const pretty = JSON.stringify(JSON.parse(body), null, 2);
    return squeezed(pretty) === squeezed(body) ? pretty : body;
  } catch {
    return body;
  }
}

function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, "");
}
