import type { Outside } from "../channels/call-outside.ts";
import { leadsInside } from "../channels/name-lookup.ts";
import type { Fetch } from "../psa/ask-psa.ts";

/** The network without what names lead to inside: each is looked up right before it is called, as for webhooks and chats. */
export function publicOnly(
  fetch: Fetch,
  { allow_private, resolver }: Pick<Outside, "allow_private" | "resolver">,
): Fetch {
  if (allow_private || resolver === null) return fetch;
  return async (input, init) => {
    const { signal = null } = init;
    const ask: Fetch = (url, asked) => fetch(url, { ...asked, signal });
    if (await leadsInside(new URL(input).hostname, ask, resolver)) {
      throw new Error("The name of the address leads into a private network.");
    }
    return fetch(input, init);
  };
}
