/** The path below `/api/v1` that a `Link: <…>; rel="next"` header points to, or null. */
export function nextPage(link: string | null): string | null {
  const target = /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
  if (target === undefined) return null;
  const url = new URL(target, location.href);
  return url.pathname.replace(/^\/api\/v1/, "") + url.search;
}
