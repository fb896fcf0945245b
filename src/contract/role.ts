/** What a member may be in an account, from the widest right to the narrowest. */
export const ROLES = ["owner", "admin", "engineer", "viewer"] as const;
export type Role = (typeof ROLES)[number];

/** What an account's API key may be allowed. */
export const SCOPES = ["read", "escalate"] as const;
export type Scope = (typeof SCOPES)[number];

/** The rights that operations ask for; the rows of `api.md` §2. */
export type Right =
  | "signed_in"
  | "personal"
  | "read"
  | "work"
  | "stream"
  | "own"
  | "teams"
  | "members"
  | "administer";

/** Which roles have a right, and which scope gives it to an API key (`null`: never a key). */
export const RIGHTS: Record<Right, { roles: readonly Role[]; scope: Scope | "any" | null }> = {
  signed_in: { roles: ROLES, scope: "any" },
  personal: { roles: ROLES, scope: null },
  read: { roles: ROLES, scope: "read" },
  work: { roles: ["owner", "admin", "engineer"], scope: "escalate" },
  stream: { roles: ["owner", "admin", "engineer"], scope: "read" },
  own: { roles: ["owner", "admin", "engineer"], scope: null },
  teams: { roles: ROLES, scope: "read" },
  members: { roles: ["owner", "admin", "engineer"], scope: null },
  administer: { roles: ["owner", "admin"], scope: null },
};

/** The roles that take part in escalations: they are told, they pick up, they hold the stream. */
export const WORKING_ROLES = RIGHTS.own.roles;

/** Whether a role includes administration of the account. */
export function isAdminRole(role: Role): boolean {
  return RIGHTS.administer.roles.includes(role);
}
