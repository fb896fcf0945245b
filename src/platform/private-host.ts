/** Names that are never anybody's public server. */
const LOCAL_NAMES = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|arpa|test|invalid|onion)$/;

/**
 * Whether a host, as `URL` spells it, is of this machine or of a private network, or not a public name at all. Where
 * a name leads is not asked: from the edge there is no way into anybody's private network.
 */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/\.$/, "").toLowerCase();
  if (host.startsWith("[")) return !isGlobal6(host.slice(1, -1));
  const four = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(host);
  if (four) return isPrivate4(Number(four[1]), Number(four[2]), Number(four[3]), Number(four[4]));
  return !host.includes(".") || LOCAL_NAMES.test(host);
}

/** IANA's special-purpose registry, as far as anything could answer there, and the host that machines in Azure ask. */
function isPrivate4(a: number, b: number, c: number, d: number): boolean {
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    (a === 100 && b >= 64 && b <= 127) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b <= 31) ||
    (a === 192 && b === 168) ||
    (a === 192 && b === 0 && (c === 0 || c === 2)) ||
    (a === 198 && (b === 18 || b === 19)) ||
    (a === 198 && b === 51 && c === 100) ||
    (a === 203 && b === 0 && c === 113) ||
    (a === 168 && b === 63 && c === 129 && d === 16)
  );
}

/** Only 2000::/3 is public, and of that not what carries an IPv4 address (6to4, Teredo), is for protocols, or for documents. */
function isGlobal6(address: string): boolean {
  const [first = "", second = ""] = address.split(":");
  const [head, next] = [Number.parseInt(first, 16), Number.parseInt(second || "0", 16)];
  if (Number.isNaN(head) || head < 0x2000 || head > 0x3fff) return false;
  return head !== 0x2002 && head !== 0x3fff && !(head === 0x2001 && (next < 0x200 || next === 0xdb8));
}
