/** Where somebody goes on whose button or form went away with what they did: the screen's heading, or the one named. */
export function focusHeading(id?: string): void {
  const found =
    id === undefined ? document.querySelector<HTMLElement>("main h1") : document.getElementById(id);
  found?.focus();
}
