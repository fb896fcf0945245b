/** The prefix that better-auth puts before its cookies' names. */
export const COOKIE_PREFIX = "baton";

/** Over https the cookie is Secure and says so in its name (RFC 6265bis §4.1.3). */
export function isSecure(url: string): boolean {
  return url.startsWith("https:");
}

/** The name of the cookie that holds the signed login token. */
export function loginCookieName(url: string): string {
  return `${isSecure(url) ? "__Secure-" : ""}${COOKIE_PREFIX}.session_token`;
}
