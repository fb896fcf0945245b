import { z } from "zod";
import { isPrivateAddress } from "../platform/public-url.ts";

/** Cloudflare's own resolver: the one by which calls from its network find their way, too. */
export const DEFAULT_RESOLVER = "https://cloudflare-dns.com/dns-query";

const Answer = z.object({
  Status: z.int(),
  Answer: z.array(z.object({ type: z.int(), data: z.string() })).optional(),
});
/** The record types that hold an address: A and AAAA. */
const ADDRESSES: ReadonlySet<number> = new Set([1, 28]);
/** There are such records or none; there is no such name. Everything else is no answer. */
const KNOWN: ReadonlySet<number> = new Set([0, 3]);

/**
 * Whether DNS gives a name any address that is not on the public internet. Asked right before a call; a name that
 * changes in between is beyond this. @throws if the resolver does not answer, or does not know
 */
export async function leadsInside(
  hostname: string,
  ask: (url: string, init: RequestInit) => Promise<Response>,
  resolver: string,
): Promise<boolean> {
  // A literal address has been judged already.
  if (/^[\d.]+$/.test(hostname) || hostname.startsWith("[")) return false;
  // One after the other, as only so many calls may be under way.
  for (const type of ["A", "AAAA"]) {
    const url = new URL(resolver);
    url.searchParams.set("name", hostname);
    url.searchParams.set("type", type);
    const response = await ask(url.href, { headers: { accept: "application/dns-json" }, redirect: "manual" });
    const answer = Answer.parse(await response.json());
    if (!KNOWN.has(answer.Status)) throw new Error(`The resolver answered ${answer.Status}.`);
    if (answer.Answer?.some(({ type: record, data }) => ADDRESSES.has(record) && isPrivateAddress(data))) {
      return true;
    }
  }
  return false;
}
