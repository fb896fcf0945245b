import type { EventActor } from "../contract/event.ts";
import { type Role, type Scope, isAdminRole } from "../contract/role.ts";

/** Who acts: a signed-in member, an API key of the account, a tool that posts through an integration, or Baton itself. */
export type Actor =
  | {
      kind: "member";
      user_id: string;
      member_id: string;
      name: string;
      email: string;
      role: Role;
      team_id: string | null;
    }
  | { kind: "api_key"; id: string; name: string; scopes: readonly Scope[] }
  | { kind: "integration"; id: string; name: string }
  | { kind: "system"; name: string };

/** The actor as events name it. */
export function eventActor(actor: Actor): EventActor {
  switch (actor.kind) {
    case "member":
      return { kind: "member", id: actor.user_id, name: actor.name };
    case "api_key":
    case "integration":
      return { kind: "integration", id: actor.id, name: actor.name };
    case "system":
      return { kind: "system", id: null, name: actor.name };
  }
}

/** The acting member's user id, or null for keys and Baton itself. */
export function userIdOf(actor: Actor): string | null {
  return actor.kind === "member" ? actor.user_id : null;
}

/** Whether the actor is an owner or admin of the account. */
export function isAdmin(actor: Actor): boolean {
  return actor.kind === "member" && isAdminRole(actor.role);
}
