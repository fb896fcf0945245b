/** What a set of signs on record usually means, and the moves that prove it or rule it out without breaking anything. */
export interface Symptom {
  /** Every one of them must be on record. */
  signs: RegExp[];
  cause: string;
  moves: string[];
}
