import { z } from "zod";

/** What travels through the queue: ids, never content. */
export const JobMessage = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("notify"), handoff_id: z.string() }),
  z.object({ kind: z.literal("job"), job_id: z.string() }),
  z.object({ kind: z.literal("look_after"), account_id: z.string() }),
  z.object({ kind: z.literal("webhooks"), account_id: z.string() }),
  z.object({ kind: z.literal("retract"), handoff_id: z.string() }),
  z.object({ kind: z.literal("push_notes"), connection_id: z.string() }),
]);
export type JobMessage = z.infer<typeof JobMessage>;
