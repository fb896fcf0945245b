/** Where an account's people are: Cloudflare's location hints for Durable Objects. */
export const REGIONS = [
  "wnam",
  "enam",
  "sam",
  "weur",
  "eeur",
  "apac",
  "apac-ne",
  "apac-se",
  "oc",
  "afr",
  "me",
] as const;
export type Region = (typeof REGIONS)[number];

/** Where an account's data must stay. */
export const JURISDICTIONS = ["eu", "us"] as const;
export type Jurisdiction = (typeof JURISDICTIONS)[number];

/** Where an account's bus lives. The region counts when the bus is first made, the jurisdiction always. */
export interface Place {
  region: string | null;
  jurisdiction: string | null;
}

/** The word of a list that a text is, or undefined. */
export function oneOfWords<T extends string>(words: readonly T[], text: string | null): T | undefined {
  return words.find((word) => word === text);
}
