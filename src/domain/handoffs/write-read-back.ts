import type { Handoff, ReadBack } from "../../contract/handoff.ts";
import type { DomainContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { changeHandoff } from "./change-handoff.ts";
import type { HandoffKey, HandoffRow } from "./handoff-row.ts";
import { hasStanding } from "./handoff-standing.ts";

/**
 * The holder writes what they understood (`read_back`); the originator can put it right (`correction`).
 * @throws DomainError `not_found`, `forbidden`, `invalid_transition` (not claimed)
 */
export function writeReadBack(ctx: DomainContext, key: HandoffKey, input: ReadBack): Promise<Handoff> {
  const field = input.read_back === undefined ? "correction" : "read_back";
  const text = (input.read_back ?? input.correction) || null;
  return changeHandoff(ctx, key, (handoff) => {
    requireAuthor(ctx, handoff, field);
    return {
      change: { [field]: text },
      fact: {
        type: "handoff_updated",
        about: { handoff: handoff.id },
        details: { changed: [field], [field]: text },
      },
    };
  });
}

function requireAuthor(ctx: DomainContext, handoff: HandoffRow, field: "read_back" | "correction"): void {
  const claimed = handoff.status === "claimed";
  const standing = field === "read_back" ? "holder" : "originator";
  if ((claimed || standing === "originator") && !hasStanding(ctx, handoff, standing)) {
    throw new DomainError("forbidden", `Only its ${standing} may write the ${field.replace("_", "-")}.`);
  }
  if (!claimed) throw new DomainError("invalid_transition", "Nobody holds this handoff.");
}
