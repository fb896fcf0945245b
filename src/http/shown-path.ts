/** A tool's key, wherever a tool that was set up wrongly has put it. */
const KEY = /(?<![0-9a-f-])[0-9a-f]{32}(?![0-9a-f-])/gi;

/** A path as a log or a problem may show it: the token of a mail's button is a secret, and so is a tool's key. */
export function shownPath(path: string): string {
  return path
    .replaceAll(KEY, "…")
    .replace(/^\/pick-up\/.+/, "/pick-up/…")
    .replace(/^(\/api\/v1\/inbound\/)([^/]+)/i, (whole, start: string, first: string) =>
      TOOL_WORDS.has(first) ? whole : `${start}…`,
    );
}

/** What may stand in the key's place when the key is in a header. */
const TOOL_WORDS = new Set([
  "alertmanager",
  "grafana",
  "uptime-kuma",
  "ninjaone",
  "datto-rmm",
  "opsgenie",
  "heartbeat",
]);
