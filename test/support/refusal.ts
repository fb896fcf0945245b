import { DomainError } from "../../src/domain/errors.ts";

/** What a verb refused with: its code, its words and whatever else it told. Throws if it did not refuse. */
export async function refusal(verb: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await verb;
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, detail: error.message, ...error.extra };
    throw error;
  }
  throw new Error("The verb was carried out although it should have refused.");
}
