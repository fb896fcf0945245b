import { isAdminRole, type Role } from "../../../contract/role.ts";

/** The screens under "Settings", in the order of their links; the last one is everybody's own. */
export const SETTINGS_PAGES = [
  "members",
  "teams",
  "policy",
  "assessment",
  "keys",
  "integrations",
  "psa",
  "channels",
  "webhooks",
  "health",
  "me",
] as const;
export type SettingsPage = (typeof SETTINGS_PAGES)[number];

/** Those that a role may see. */
export function pagesFor(role: Role): readonly SettingsPage[] {
  return isAdminRole(role) ? SETTINGS_PAGES : ["me"];
}

/** What an address under `/settings` asks for: a screen, one that is for admins alone, or nothing that exists. */
export function askedPage(name: string, role: Role): SettingsPage | "for_admins" | "unknown" {
  const page = SETTINGS_PAGES.find((page) => page === name);
  if (page === undefined) return "unknown";
  return pagesFor(role).includes(page) ? page : "for_admins";
}
