/** Where a ticket opens, if that is a place that a link may lead to: https and nothing else. */
export function ticketUrl(url: string | null): string | null {
  return url !== null && URL.parse(url)?.protocol === "https:" ? url : null;
}
