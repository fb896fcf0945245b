import { z } from "zod";
import { CONFIDENCES } from "../contract/handoff.ts";

/** What a model has to say; everything else that it says is not read. */
export const ModelAnswer = z.object({
  likely_cause: z.string().min(1),
  suggested_steps: z.array(z.string()),
  confidence: z.enum(CONFIDENCES),
  evidence: z.array(z.object({ claim: z.string(), refs: z.array(z.string()) })),
});
export type ModelAnswer = z.infer<typeof ModelAnswer>;

/** The one JSON object in a text, whatever stands around it; null where there is none. */
export function jsonIn(text: string): unknown {
  const [from, to] = [text.indexOf("{"), text.lastIndexOf("}")];
  if (from === -1 || to < from) return null;
  try {
    return JSON.parse(text.slice(from, to + 1));
  } catch {
    return null;
  }
}
