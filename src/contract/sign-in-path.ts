/** Where an address leads within this origin, as path, query and place in the page; null if it leads elsewhere. */
export function ownPath(asked: string, origin: string): string | null {
  try {
    const url = new URL(asked, origin);
    return url.origin === origin ? url.pathname + url.search + url.hash : null;
  } catch {
    return null;
  }
}

/** The address of the sign-in screen from which `next` is gone on to. better-auth takes no path with a bare asterisk. */
export function signInPath(next: string | undefined): string {
  if (next === undefined) return "/sign-in";
  return `/sign-in?${new URLSearchParams({ next })}`.replaceAll("*", "%2A");
}
