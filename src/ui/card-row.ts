import type { Assessment, QueueRow } from "../contract/handoff.ts";

/** A row of a list with what live events have told besides: how sure its assessment is, where this page heard it. */
export type CardRow = QueueRow & { assessment_confidence?: Assessment["confidence"] };
