import { z } from "zod";

/** Whose right to listen can end. */
export const ENDED_KINDS = ["login", "api_key", "member"] as const;

/** A right to listen that has ended: of a login, of a key, or of a person (by user id). */
export interface EndedRight {
  kind: (typeof ENDED_KINDS)[number];
  id: string;
}

/** What waits in the outbox of an ended right besides its id: what it was, and when (ms) it ended. */
export const EndedStreams = z.object({ kind: z.enum(ENDED_KINDS), at: z.number() });
