import { z } from "zod";
import { Person } from "./person.ts";

/** Somebody asks the holder for a handoff; kept on the handoff until it is answered. `asked_at` in ms. */
export const TakeOver = z.object({ by: Person, reason: z.string(), asked_at: z.int() });
export type TakeOver = z.infer<typeof TakeOver>;

/** The answer to it: of the holder, or of an admin once the holder has been silent for `TAKE_OVER_SILENCE_MS`. */
export const TakeOverAnswer = z.strictObject({ agree: z.boolean() }).meta({ id: "TakeOverAnswer" });
export type TakeOverAnswer = z.infer<typeof TakeOverAnswer>;
