import { ENDPOINT_SYMPTOMS } from "./endpoint.ts";
import { IDENTITY_SYMPTOMS } from "./identity.ts";
import { MAIL_SYMPTOMS } from "./mail.ts";
import { NETWORK_SYMPTOMS } from "./network.ts";
import { SERVER_SYMPTOMS } from "./server.ts";
import type { Symptom } from "./symptom.ts";

const KNOWN: Symptom[] = [
  ...IDENTITY_SYMPTOMS,
  ...MAIL_SYMPTOMS,
  ...NETWORK_SYMPTOMS,
  ...ENDPOINT_SYMPTOMS,
  ...SERVER_SYMPTOMS,
];

/** A text on record, with the id of the step or message that it is from; none for the problem and the notes. */
export interface OnRecord {
  text: string;
  ref: string | null;
}

/** A symptom that is on record, and the steps and messages that show it. */
export interface FoundSymptom extends Symptom {
  refs: string[];
}

/**
 * The symptom that fits the record best: all its signs are there; where several fit, the one whose signs stand most
 * often in it, the problem itself counting double.
 */
export function findSymptom(record: readonly OnRecord[]): FoundSymptom | null {
  const whole = record.map(({ text }) => text).join("\n");
  let best: Symptom | null = null;
  let bestWeight = 0;
  for (const symptom of KNOWN) {
    if (!symptom.signs.every((sign) => sign.test(whole))) continue;
    const weight = weightOf(symptom, record);
    if (weight > bestWeight) [best, bestWeight] = [symptom, weight];
  }
  if (!best) return null;
  const { signs } = best;
  const shows = record.filter(({ text }) => signs.some((sign) => sign.test(text)));
  return { ...best, refs: shows.flatMap(({ ref }) => ref ?? []) };
}

function weightOf({ signs }: Symptom, record: readonly OnRecord[]): number {
  const hits = signs.flatMap((sign) =>
    record.map(({ text, ref }) => (sign.test(text) ? (ref === null ? 2 : 1) : 0)),
  );
  // Two signs say more than one that is repeated.
  return hits.reduce<number>((sum, hit) => sum + hit, 0) + 2 * signs.length;
}
