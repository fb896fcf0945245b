import type { Priority } from "../contract/handoff-lifecycle.ts";

const WORDS: Record<Priority, string[]> = {
  critical: ["critical", "crit", "fatal", "emergency", "disaster", "panic", "page", "p1", "sev1", "1"],
  high: ["high", "error", "err", "major", "alert", "urgent", "p2", "sev2", "2"],
  normal: ["normal", "warning", "warn", "moderate", "medium", "average", "p3", "sev3", "3"],
  low: [
    "low",
    "info",
    "information",
    "informational",
    "minor",
    "notice",
    "debug",
    "none",
    "ok",
    "p4",
    "p5",
    "sev4",
    "4",
    "5",
  ],
};

const PRIORITY = new Map(
  Object.entries(WORDS).flatMap(([priority, words]) => words.map((word) => [word, priority as Priority])),
);

/** The priority that a tool's word for severity means; null for a word that says nothing. */
export function priorityOf(word: unknown): Priority | null {
  if (typeof word !== "string" && typeof word !== "number") return null;
  return PRIORITY.get(String(word).trim().toLowerCase()) ?? null;
}
