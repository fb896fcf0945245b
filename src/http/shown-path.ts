/** A path as a log may show it: the token of a mail's button is a secret. */
export function shownPath(path: string): string {
  return path.replace(/^\/pick-up\/.+/, "/pick-up/…");
}
