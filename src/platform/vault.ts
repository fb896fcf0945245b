import { seal, unseal } from "./seal.ts";
import { sha256 } from "./sha256.ts";

/** What belongs to others and is kept closed: sealed under the present key, opened with any of the known ones. */
export interface Vault {
  seal(text: string): Promise<string>;
  /** @throws if none of the keys opens it */
  open(sealed: string): Promise<string>;
  /** How everything begins that was sealed under the present key. */
  mark(): Promise<string>;
}

/**
 * A vault for one purpose. The first secret is the present one; the others open what was sealed before it came. Each
 * sealed text begins with a name of its key, so that what is to be sealed anew can be found without opening it.
 */
export function openVault(purpose: string, secrets: readonly [string, ...string[]]): Vault {
  const [present] = secrets;
  const markOf = async (secret: string) => `${(await sha256(`${purpose} ${secret}`)).slice(0, 8)}.`;
  return {
    mark: () => markOf(present),
    seal: async (text) => (await markOf(present)) + (await seal(present, text, purpose)),
    async open(sealed) {
      for (const secret of secrets) {
        const mark = await markOf(secret);
        if (sealed.startsWith(mark)) return unseal(secret, sealed.slice(mark.length), purpose);
      }
      throw new Error("None of the known keys opens this.");
    },
  };
}
