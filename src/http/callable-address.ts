import { whyNotPublic } from "../platform/public-url.ts";

/** Judges addresses that a caller wants to have called: why one may not be, or null. Only a demo may call anything. */
export function callableAddress(env: Env): (url: string) => string | null {
  return (url) => {
    if (env.DEMO_MODE !== "on") return whyNotPublic(url);
    const protocol = URL.parse(url)?.protocol;
    return protocol === "https:" || protocol === "http:" ? null : "This is no web address.";
  };
}
