import type { PsaChoice } from "../contract/psa-connection.ts";

/** Which PSA a session's ticket is in, or why none is told of it. */
export interface PsaChosen {
  /** The account's connections; null until they are known. */
  choices: readonly PsaChoice[] | null;
  chosen: PsaChoice | null;
  /** Nothing is connected, one of several must be chosen, or the one that was named is gone. */
  why: "none" | "several" | "gone" | null;
}

/** A session that names none has the account's only one; one that names one which is gone has none. */
export function psaChosen(choices: readonly PsaChoice[], named: string | null): PsaChosen {
  const chosen = named === null ? choices.length === 1 && choices[0] : choices.find(({ id }) => id === named);
  if (chosen) return { choices, chosen, why: null };
  const why = choices.length === 0 ? "none" : named === null ? "several" : "gone";
  return { choices, chosen: null, why };
}
