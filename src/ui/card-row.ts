import type { Assessment, QueueRow } from "../contract/handoff.ts";

/** A row of a list with what a live event has told besides: how sure its assessment is. */
export type CardRow = QueueRow & { assessment_confidence?: Assessment["confidence"] };
