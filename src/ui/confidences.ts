import { signal } from "@preact/signals";
import type { Assessment, HandoffDetail } from "../contract/handoff.ts";
import { read } from "./api.ts";
import type { CardRow } from "./card-row.ts";

type Confidence = Assessment["confidence"];

/** Cards that wait to be asked about; of more, the oldest wishes are dropped. */
const MOST = 30;

/** How sure the assessments of handoffs are, as far as this page has heard or asked. */
export const confidences = signal<ReadonlyMap<string, Confidence>>(new Map());

const wanted = new Map<string, CardRow>();
let isAsking = false;

/**
 * Keeps what a live event told with a row. Where nothing did, the handoff itself is read, one at a time: the lists of the
 * API do not say it. A reading that fails leaves the card with what is known, that the assessment is ready.
 */
export function learnConfidence(row: CardRow): void {
  const { handoff_id: id, assessment_confidence: told } = row;
  if (told !== undefined) keep(id, told);
  else if (row.assessment_status === "ready" && !confidences.peek().has(id)) {
    wanted.set(id, row);
    for (const oldest of wanted.keys()) {
      if (wanted.size <= MOST) break;
      wanted.delete(oldest);
    }
    if (!isAsking) void askAll();
  }
}

async function askAll(): Promise<void> {
  isAsking = true;
  for (const [id, { session_id }] of wanted) {
    try {
      const { handoff } = await read<HandoffDetail>(`/ai-sessions/${session_id}/handoffs/${id}`);
      const confidence = handoff.ai_assessment_data?.confidence;
      if (confidence !== undefined && !confidences.peek().has(id)) keep(id, confidence);
    } catch {
      // It stays ready without saying how sure it is.
    }
    wanted.delete(id);
  }
  isAsking = false;
}

function keep(id: string, confidence: Confidence): void {
  if (confidences.peek().get(id) !== confidence) {
    confidences.value = new Map(confidences.peek()).set(id, confidence);
  }
}
