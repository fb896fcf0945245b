import { z } from "zod";
import { Id } from "./id.ts";
import type { Person } from "./person.ts";

/** What a person looks at on one of their open streams; `connection_id` is in the stream's `ready`. */
export const NewPresence = z
  .strictObject({ connection_id: Id, viewing: Id.nullable() })
  .meta({ id: "NewPresence" });
export type NewPresence = z.infer<typeof NewPresence>;

/** Who is looking at a handoff now; not in the log. */
export interface Presence {
  handoff_id: string;
  viewers: Person[];
}
