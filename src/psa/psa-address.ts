import type { PsaKind } from "../contract/psa.ts";
import { isPrivateHost } from "../platform/private-host.ts";

/** Which addresses are let in beyond the PSA systems' own. */
export interface AddressRules {
  /** Hosts of ConnectWise servers on premises. */
  extra_hosts: readonly string[];
  /** Whether this machine's own addresses are, over plain HTTP too: only in demo mode. */
  local: boolean;
}

const OWN_HOSTS: Record<Exclude<PsaKind, "webhook">, RegExp> = {
  connectwise: /^(?:[a-z0-9-]+\.)*(?:myconnectwise\.net|connectwisedev\.com)$/,
  halopsa: /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.halopsa\.com$/,
  autotask: /^(?:[a-z0-9-]+\.)*autotask\.net$/,
};

/** An address that may be called, or why it may not. */
export type Judged = { url: URL } | { refused: string };

/** Judges where a PSA system of this kind is said to be: a host, or a whole address. */
export function judgeAddress(kind: PsaKind, text: string, rules: AddressRules): Judged {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (!url) return { refused: "This is no address." };
  if (url.username || url.password) return { refused: "An address must hold no user name or password." };
  const host = url.hostname.toLowerCase();
  const isHttp = url.protocol === "http:" || url.protocol === "https:";
  if (rules.local && isHttp && isPrivateHost(host)) return { url };
  if (url.protocol !== "https:") return { refused: "Only https:// addresses are called." };
  if (kind === "webhook") {
    return isPrivateHost(host) ? { refused: "Addresses of private networks are not called." } : { url };
  }
  const isExtra = kind === "connectwise" && rules.extra_hosts.includes(host) && !isPrivateHost(host);
  if (isExtra) return { url };
  if (OWN_HOSTS[kind].test(host) && url.port === "") return { url };
  return { refused: `${host} is not one of this PSA's own hosts.` };
}

/** The origin of an address that has been let in. @throws if it is not (any more) */
export function originOf(kind: PsaKind, text: string, rules: AddressRules): string {
  const judged = judgeAddress(kind, text, rules);
  if ("refused" in judged) throw new RefusedAddress(judged.refused);
  return judged.url.origin;
}

/** A stored or learned address that must not be called. */
export class RefusedAddress extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "RefusedAddress";
  }
}

/** The hosts that a variable lists, separated by commas or spaces. */
export function readHosts(list: string | undefined): string[] {
  return (list ?? "")
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
}
