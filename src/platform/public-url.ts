import { isPrivateHost } from "./private-host.ts";

/**
 * Why a text is no address on the public internet that may be called over https; null where it is one. Whatever way a
 * host is written (decimal, octal, mapped into IPv6), the URL parser brings it into one form first. What a name leads
 * to is not known here.
 */
export function whyNotPublic(text: string): string | null {
  const url = URL.parse(text);
  if (!url) return "This is no web address.";
  if (url.protocol !== "https:") return "The address must begin with https://.";
  if (url.username || url.password) return "The address must hold no user name or password.";
  return isPrivateHost(url.hostname) ? "The address leads into a private network." : null;
}

/** Whether an address as DNS answers it is not on the public internet. */
export function isPrivateAddress(address: string): boolean {
  const host = URL.parse(address.includes(":") ? `https://[${address}]/` : `https://${address}/`)?.hostname;
  return host === undefined || isPrivateHost(host);
}
