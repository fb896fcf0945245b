import type { Step } from "../contract/session.ts";
import { words } from "./words/spoken.ts";

/** What a claim rests on, in words, and where on the page that stands; null where it stands nowhere apart. */
export interface EvidenceRef {
  says: string;
  href: string | null;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** A reference of an assessment: a step by its number, a message in its session, or a named part of the record. */
export function evidenceRef(ref: string, steps: readonly Step[], sessionId: string): EvidenceRef {
  const { refs } = words.value.session.assessment;
  const place = steps.findIndex((step) => ref.includes(step.id));
  const step = steps[place];
  if (step !== undefined) return { says: refs.step(place + 1), href: `#step-${step.id}` };
  const id = UUID.exec(ref)?.[0];
  if (id !== undefined) return { says: refs.message, href: `/sessions/${sessionId}#message-${id}` };
  const [kind = ref] = ref.split(/[:/]/, 1);
  const known: Record<string, unknown> = refs;
  const name = known[kind];
  return { says: typeof name === "string" ? name : kind.replaceAll("_", " "), href: null };
}
