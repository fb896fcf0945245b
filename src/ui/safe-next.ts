import { ownPath } from "../contract/sign-in-path.ts";

const HOME = "/escalations";

/** Where to go after signing in: a path of this site, or the queue if what was asked for is none. */
export function safeNext(asked: string | undefined, origin: string): string {
  const path = asked === undefined ? null : ownPath(asked, origin);
  return path === null || path.startsWith("/sign-in") ? HOME : path;
}
