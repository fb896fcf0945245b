const HOME = "/escalations";

/** Where to go after signing in: a path of this site, or the queue if what was asked for is none. */
export function safeNext(asked: string | undefined, origin: string): string {
  if (asked === undefined) return HOME;
  try {
    const url = new URL(asked, origin);
    if (url.origin !== origin || url.pathname.startsWith("/sign-in")) return HOME;
    return url.pathname + url.search;
  } catch {
    return HOME;
  }
}
