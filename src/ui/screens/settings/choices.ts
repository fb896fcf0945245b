import type { Team } from "../../../contract/member.ts";
import { ROLES, type Role } from "../../../contract/role.ts";
import { words } from "../../words/speak.ts";

type Options<T extends string> = readonly (readonly [value: T, words: string])[];

/** The roles that somebody may give: only owners make owners. */
export function roleOptions(giver: Role): Options<Role> {
  const given = ROLES.filter((role) => role !== "owner" || giver === "owner");
  return given.map((role) => [role, words.value.settings.roles[role]]);
}

/** The teams by name, and none, which is the empty value. */
export function teamOptions(teams: readonly Team[]): Options<string> {
  return [
    ["", words.value.settings.choose.team],
    ...byName(teams).map(({ id, name }) => [id, name] as const),
  ];
}

/** In the order in which people look for names. */
export function byName<T extends { name: string }>(named: readonly T[]): T[] {
  return named.toSorted((a, b) => a.name.localeCompare(b.name));
}
