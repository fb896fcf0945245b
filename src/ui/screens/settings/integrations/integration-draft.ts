import type { Priority } from "../../../../contract/handoff-lifecycle.ts";
import { PRIORITIES } from "../../../../contract/handoff-lifecycle.ts";
import type {
  Integration,
  IntegrationChange,
  IntegrationKind,
  NewIntegration,
} from "../../../../contract/integration.ts";
import { words } from "../../../words/speak.ts";

/** What everybody who connects a tool decides; the empty text is the usual. */
export interface IntegrationDraft {
  name: string;
  priority: Priority | "";
  team: string;
}

export function newIntegrationOf(
  kind: IntegrationKind,
  { name, priority, team }: IntegrationDraft,
): NewIntegration {
  return { kind, name: name.trim(), default_priority: priority || null, team_id: team || null };
}

/** The settings of an integration as they are typed. */
export interface SettingsDraft extends IntegrationDraft {
  limit: string;
  signed: boolean;
}

export function settingsDraftOf(saved: Integration): SettingsDraft {
  return {
    name: saved.name,
    priority: saved.default_priority ?? "",
    team: saved.team_id ?? "",
    limit: String(saved.posts_per_minute),
    signed: saved.signed,
  };
}

/** What the draft changes of what it began as, and nothing else: somebody else may have changed the rest meanwhile. */
export function settingsChange(start: SettingsDraft, draft: SettingsDraft): IntegrationChange {
  const { name, priority, team, limit, signed } = draft;
  return {
    ...(name !== start.name && { name: name.trim() }),
    ...(priority !== start.priority && { default_priority: priority || null }),
    ...(team !== start.team && { team_id: team || null }),
    ...(limit !== start.limit && { posts_per_minute: Number(limit) }),
    ...(signed !== start.signed && { signed }),
  };
}

/** The priorities with what is meant by none. */
export function priorityOptions(none: string): (readonly [value: Priority | "", words: string])[] {
  const { priorities } = words.value.settings;
  return [["", none], ...PRIORITIES.map((priority) => [priority, priorities[priority]] as const)];
}
