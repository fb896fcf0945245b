import type { Step } from "../contract/session.ts";

/** What a piece of evidence is called: the number of the step it is, or its own name without an id in it. */
export function refWords(ref: string, steps: readonly Step[]): string {
  const place = steps.findIndex((step) => ref.includes(step.id));
  if (place !== -1) return `step ${place + 1}`;
  const [kind = ref] = ref.split(/[:/]/, 1);
  return kind.replaceAll("_", " ");
}
