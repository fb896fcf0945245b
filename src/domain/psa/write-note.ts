import { NOTE_CHARACTERS, type NoteText } from "../../contract/psa-note.ts";
import type { Step } from "../../contract/session.ts";
import { assertNever } from "../../platform/assert-never.ts";
import type { Told } from "./load-note.ts";

const RESULT_WORDS: Record<Step["result"], string> = {
  worked: "worked",
  failed: "did not help",
  inconclusive: "inconclusive",
  skipped: "skipped",
};
const CUT = "\n… (shortened: Baton holds the rest)";
const BETWEEN = "\n\n———\n\n";
const TITLE_CHARACTERS = 200;
/** After a storm a note tells the newest changes. */
const MOST_CHANGES = 50;

/** The line by which a note is found again: the handoff's own random end, and which of its changes is told. */
export function markerOf({ handoff_id, version }: { handoff_id: string; version: number }): string {
  return `Baton handoff ${handoff_id.replaceAll("-", "").slice(-8)} r${version}`;
}

/**
 * Writes what has changed as one note in plain text, whatever people have typed: no control characters, never longer
 * than a PSA takes. Each change has its marker; the note's own is that of the newest.
 */
export function writeNote(changes: readonly Told[]): NoteText {
  const newest = changes.at(-1);
  if (!newest) throw new Error("A note tells of something.");
  const told = changes.slice(-MOST_CHANGES);
  const left = changes.length - told.length;
  const before = left > 0 ? [`(${left} earlier changes are left out)`] : [];
  const markers = told.map(({ note }) => markerOf(note));
  const parts = [...before, ...told.map((change) => plain(describe(change)))];
  const room = NOTE_CHARACTERS - markers.join("\n").length - 2 - BETWEEN.length * (parts.length - 1);
  const text = fitInto(room, parts).join(BETWEEN);
  const title = plain(told.map(titleOf).join(" · ")).replaceAll(/\s+/g, " ");
  return {
    title: cutAt(title, TITLE_CHARACTERS),
    text: `${text}\n\n${markers.join("\n")}`,
    marker: markerOf(newest.note),
  };
}

/** Cuts parts so that all of them fit: long ones share what short ones leave, so that none pushes another out. */
function fitInto(room: number, parts: readonly string[]): string[] {
  const sizes = parts.map(() => 0);
  let [left, waiting] = [room, parts.length];
  const shortestFirst = [...parts.entries()].toSorted(([, a], [, b]) => a.length - b.length);
  for (const [index, { length }] of shortestFirst) {
    const size = Math.min(length, Math.floor(left / waiting--));
    sizes[index] = size;
    left -= size;
  }
  return parts.map((part, index) => {
    const size = sizes[index] ?? 0;
    return part.length <= size ? part : cutAt(part, size - CUT.length) + CUT;
  });
}

function titleOf(told: Told): string {
  const { note, event, handoff, session } = told;
  switch (note.reason) {
    case "escalation":
      return `${handoff.intent === "park" ? "Parked" : "Escalated"} by ${handoff.handed_off_by_name ?? session.source_name ?? "a tool"}`;
    case "claim":
      return `Picked up by ${claimer(told)}`;
    case "resolution":
      return `Resolved${event?.type === "handoff_resolved" ? ` by ${event.actor.name}` : ""}`;
    default:
      return assertNever(note.reason);
  }
}

function describe(told: Told): string {
  switch (told.note.reason) {
    case "escalation":
      return describeEscalation(told);
    case "claim":
      return sections([[titleOf(told), readBackOf(told)]]);
    case "resolution":
      return describeResolution(told);
    default:
      return assertNever(told.note.reason);
  }
}

function describeEscalation(told: Told): string {
  const { snapshot, engineer_notes, priority, ai_assessment_data: assessment } = told.handoff;
  const facts = [snapshot.customer, snapshot.device, snapshot.problem_domain].filter(Boolean).join(" · ");
  return sections([
    [`${titleOf(told)} (priority ${priority})`, [snapshot.problem_summary ?? "Not summarised.", facts]],
    ["Notes", [engineer_notes]],
    [
      "What was tried",
      [
        snapshot.steps_omitted ? `(${snapshot.steps_omitted} earlier steps are left out)` : null,
        ...snapshot.steps.map(describeStep),
      ],
    ],
    [
      `Assessment${assessment ? ` (confidence ${assessment.confidence}, by ${assessment.model ?? assessment.source})` : ""}`,
      assessment
        ? [
            `Likely cause: ${assessment.likely_cause}`,
            ...assessment.suggested_steps.map((step) => `- ${step}`),
          ]
        : [],
    ],
  ]);
}

/** The documentation, where somebody wrote it; else what is known of how it ended. */
function describeResolution(told: Told): string {
  const { session, steps } = told;
  if (session.documentation_text) return sections([[titleOf(told), [session.documentation_text]]]);
  return sections([
    [titleOf(told), [session.problem_summary]],
    ["Resolution", [session.resolution]],
    ["What was tried", steps.map(describeStep)],
  ]);
}

function describeStep(
  step: Pick<Step, "title" | "result" | "detail" | "evidence_url">,
  index: number,
): string {
  const detail = step.detail ? `: ${step.detail}` : "";
  const evidence = step.evidence_url ? ` (${step.evidence_url})` : "";
  return `${index + 1}. ${step.title}: ${RESULT_WORDS[step.result]}${detail}${evidence}`;
}

function claimer({ event, handoff }: Told): string {
  return event?.type === "handoff_claimed"
    ? event.claimed_by.name
    : (handoff.claimed_by_name ?? "an engineer");
}

function readBackOf({ event, handoff }: Told): string[] {
  const readBack = event?.type === "handoff_claimed" ? event.read_back : handoff.read_back;
  return readBack ? [`Read-back: ${readBack}`] : [];
}

/** Titles with their lines; a part of which nothing is known is left out, but for the first. */
function sections(parts: [title: string, lines: readonly (string | null)[]][]): string {
  return parts
    .map(([title, lines]) => ({ title, lines: lines.filter((line) => line !== null && line !== "") }))
    .filter(({ lines }, index) => index === 0 || lines.length > 0)
    .map(({ title, lines }) => [title, ...lines].join("\n"))
    .join("\n\n");
}

/** Text that every PSA can store and nobody is misled by: line breaks, tabs and what can be seen. */
function plain(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|\u2028|\u2029/g, "\n")
    .replaceAll(/(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/gu, "");
}

/** The first so many characters, never half of a surrogate pair. */
function cutAt(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}
