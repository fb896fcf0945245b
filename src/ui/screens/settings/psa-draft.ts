import type { PsaConnection } from "../../../contract/psa-connection.ts";
import type { PsaKind } from "../../../contract/psa.ts";
import { type PsaField, fieldsOf } from "./psa-fields.ts";

/** A connection as it is typed; what is stored as a credential is never known here. */
export interface PsaDraft {
  kind: PsaKind;
  name: string;
  internal: boolean;
  /** By name of the field; settings and credentials of one kind share no name. */
  values: Readonly<Record<string, string>>;
}

/** A connection that is yet to be made, under the name that its kind suggests. */
export function newDraft(kind: PsaKind, name: string): PsaDraft {
  return { kind, name, internal: true, values: {} };
}

export function psaDraftOf({ kind, name, settings }: PsaConnection): PsaDraft {
  const known = fieldsOf(kind).flatMap(({ name }) => {
    const value = settings[name];
    return value === undefined ? [] : [[name, String(value)] as const];
  });
  return { kind, name, internal: settings["internal"] !== false, values: Object.fromEntries(known) };
}

/** What makes the connection. */
export function newConnectionOf(draft: PsaDraft) {
  const { kind, name } = draft;
  return { kind, name: name.trim(), settings: settingsOf(draft), credentials: partOf(draft, "credentials") };
}

/** What the draft changes, and nothing else; null: nothing. Settings and credentials are each given whole. */
export function connectionChange(saved: PsaConnection, draft: PsaDraft): Record<string, unknown> | null {
  const name = draft.name.trim();
  const settings = settingsOf(draft);
  const isSame = JSON.stringify(settings) === JSON.stringify(settingsOf(psaDraftOf(saved)));
  const change = {
    ...(name === saved.name ? {} : { name }),
    ...(isSame ? {} : { settings }),
    ...(hasSecrets(draft) ? { credentials: partOf(draft, "credentials") } : {}),
  };
  return Object.keys(change).length === 0 ? null : change;
}

/** Whether any credential was typed: then all of them are needed. */
export function hasSecrets(draft: PsaDraft): boolean {
  return Object.keys(partOf(draft, "credentials")).length > 0;
}

function settingsOf(draft: PsaDraft): Record<string, unknown> {
  return { ...partOf(draft, "settings"), internal: draft.internal };
}

/** The values of a part; what is blank is left out. */
function partOf({ kind, values }: PsaDraft, part: PsaField["part"]): Record<string, string | number> {
  const given = fieldsOf(kind).flatMap((field) => {
    const text = (values[field.name] ?? "").trim();
    if (field.part !== part || text === "") return [];
    return [[field.name, field.type === "number" ? Number(text) : text] as const];
  });
  return Object.fromEntries(given);
}
