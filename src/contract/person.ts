import { z } from "zod";
import { Id } from "./id.ts";

/** A member as named in rows, events and problems; `id` is the user's. */
export const Person = z.object({ id: Id, name: z.string() }).meta({ id: "Person" });
export type Person = z.infer<typeof Person>;
