import { z } from "zod";
import { isPrivateAddress } from "../platform/public-url.ts";

const Answer = z.object({
  Answer: z.array(z.object({ type: z.int(), data: z.string() })).optional(),
});
/** The record types that hold an address: A and AAAA. */
const ADDRESSES: ReadonlySet<number> = new Set([1, 28]);

/**
 * Whether DNS gives a name any address that is not on the public internet. Asked right before a call; a name that
 * changes in between is beyond this. @throws if the resolver does not answer
 */
export async function leadsInside(
  hostname: string,
  ask: (url: string, init: RequestInit) => Promise<Response>,
  resolver: string,
): Promise<boolean> {
  // A literal address has been judged already.
  if (/^[\d.]+$/.test(hostname) || hostname.startsWith("[")) return false;
  const answers = await Promise.all(
    ["A", "AAAA"].map(async (type) => {
      const url = new URL(resolver);
      url.searchParams.set("name", hostname);
      url.searchParams.set("type", type);
      const response = await ask(url.href, {
        headers: { accept: "application/dns-json" },
        redirect: "manual",
      });
      return Answer.parse(await response.json()).Answer ?? [];
    }),
  );
  return answers.flat().some(({ type, data }) => ADDRESSES.has(type) && isPrivateAddress(data));
}
