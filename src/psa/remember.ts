import { MEMORY_LASTS_MS, type PsaMemory, type PsaResult } from "./psa-adapter.ts";

/** Takes what is remembered if it is whole and fresh, else learns it and remembers it for a day. */
export async function remember<T extends Record<string, unknown>>(
  memory: PsaMemory,
  now: number,
  { read, learn }: { read: (learned: unknown) => T | null; learn: () => Promise<PsaResult<T>> },
): Promise<PsaResult<T>> {
  const fresh = memory.learned_at !== null && now - memory.learned_at < MEMORY_LASTS_MS;
  const known = fresh ? read(memory.learned) : null;
  if (known) return { kind: "ok", value: known };
  const learned = await learn();
  if (learned.kind === "ok") Object.assign(memory, { learned: learned.value, learned_at: now });
  return learned;
}

/** Lets go of what was learned: where nothing gets through, it may have moved. */
export function forget(memory: PsaMemory): void {
  Object.assign(memory, { learned: {}, learned_at: null });
}
