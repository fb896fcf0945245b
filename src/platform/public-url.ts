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
  const host = url.hostname.replace(/\.$/, "").toLowerCase();
  if (isPrivateHost(host)) return "The address leads into a private network.";
  return null;
}

/** Whether an address as DNS answers it (no brackets) is not on the public internet. */
export function isPrivateAddress(address: string): boolean {
  if (address.includes(":")) return isPrivateV6(address);
  const bytes = bytesOfV4(address);
  return bytes === null || isPrivateV4(bytes);
}

/** Names that lead nowhere outside, by their definition (RFC 6761, 6762, 8375) or by custom. */
const PRIVATE_NAMES = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|home\.arpa)$/;

function isPrivateHost(host: string): boolean {
  if (host.startsWith("[")) return isPrivateV6(host.slice(1, -1));
  const v4 = bytesOfV4(host);
  if (v4) return isPrivateV4(v4);
  return !host.includes(".") || PRIVATE_NAMES.test(host);
}

/** Networks that are not the public internet (IANA's special-purpose registry, and multicast): first bytes and bits. */
const V4_NETWORKS: readonly [string, number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

function isPrivateV4(bytes: readonly number[]): boolean {
  const address = numberOf(bytes);
  return V4_NETWORKS.some(([network, bits]) => {
    const size = 2 ** (32 - bits);
    return Math.floor(address / size) === Math.floor(numberOf(bytesOfV4(network) ?? []) / size);
  });
}

function numberOf(bytes: readonly number[]): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

function bytesOfV4(text: string): number[] | null {
  const bytes = text.split(".").map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : Number.NaN));
  return bytes.length === 4 && bytes.every((byte) => byte <= 255) ? bytes : null;
}

/** Only global unicast (2000::/3) is public, without its own exceptions; what carries an IPv4 address is judged by that. */
function isPrivateV6(text: string): boolean {
  const groups = groupsOfV6(text);
  if (groups === null) return true;
  const [first = 0, second = 0] = groups;
  const carried = (from: number) => {
    const [high = 0, low = 0] = groups.slice(from, from + 2);
    return isPrivateV4([high >> 8, high & 255, low >> 8, low & 255]);
  };
  // Translated (64:ff9b::/96) and tunnelled (2002::/16) addresses.
  if (first === 0x64 && second === 0xff9b) return groups.slice(2, 6).some(Boolean) || carried(6);
  if (first === 0x2002) return carried(1);
  if (first >> 13 !== 1) return true;
  // 2001::/23 is for protocols, 2001:db8::/32 and 3fff::/20 for documents.
  return (first === 0x2001 && (second < 0x200 || second === 0xdb8)) || (first === 0x3fff && second < 0x1000);
}

/** The eight groups of an IPv6 address; null for what is none. An IPv4 ending is written as two groups first. */
function groupsOfV6(text: string): number[] | null {
  // The parser of URLs knows every notation, and writes it in one (RFC 5952).
  const host = URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1);
  if (host === undefined) return null;
  const [head = "", tail] = host.split("::");
  const read = (part: string) => (part === "" ? [] : part.split(":").map((group) => parseInt(group, 16)));
  const [before, after] = [read(head), read(tail ?? "")];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}
