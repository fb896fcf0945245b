import type { Priority } from "../../../../contract/handoff-lifecycle.ts";
import { MAPPED_FIELDS, type MappedField } from "../../../../contract/integration-fields.ts";
import type { Mapping } from "../../../../contract/integration.ts";
import type { ToolAction } from "../../../../contract/tool-event.ts";

/** A word of the tool's, and what it means here. */
export interface WordDraft<T extends string> {
  key: string;
  theirs: string;
  ours: T;
}

/** A mapping as it is typed. */
export interface MappingDraft {
  isOn: boolean;
  pointers: Readonly<Partial<Record<MappedField, string | undefined>>>;
  priorities: readonly WordDraft<Priority>[];
  actions: readonly WordDraft<ToolAction>[];
}

export function newWord<T extends string>(ours: T): WordDraft<T> {
  return { key: crypto.randomUUID(), theirs: "", ours };
}

export function mappingDraftOf(saved: Mapping | null): MappingDraft {
  const { priorities = {}, actions = {}, ...pointers } = saved ?? {};
  return { isOn: saved !== null, pointers, priorities: wordsOf(priorities), actions: wordsOf(actions) };
}

/** The mapping that is typed; null where none is used. What is blank is left out. */
export function mappingOf({ isOn, pointers, priorities, actions }: MappingDraft): Mapping | null {
  if (!isOn) return null;
  const given = MAPPED_FIELDS.flatMap((field) => {
    const pointer = (pointers[field] ?? "").trim();
    return pointer === "" ? [] : [[field, pointer] as const];
  });
  return {
    ...(Object.fromEntries(given) as Partial<Record<MappedField, string>>),
    ...(priorities.length > 0 && { priorities: recordOf(priorities) }),
    ...(actions.length > 0 && { actions: recordOf(actions) }),
  };
}

function wordsOf<T extends string>(record: Record<string, T>): WordDraft<T>[] {
  return Object.entries(record).map(([theirs, ours]) => ({ ...newWord(ours), theirs }));
}

function recordOf<T extends string>(words: readonly WordDraft<T>[]): Record<string, T> {
  const given = words.filter(({ theirs }) => theirs.trim() !== "");
  return Object.fromEntries(given.map(({ theirs, ours }) => [theirs.trim(), ours]));
}
