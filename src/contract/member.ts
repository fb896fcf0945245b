import { z } from "zod";
import { Id } from "./id.ts";
import { Instant } from "./instant.ts";
import { ROLES, SCOPES } from "./role.ts";

export const Me = z
  .object({
    user: z.object({ id: Id, name: z.string(), email: z.string() }).nullable(),
    account: z.object({ id: Id, name: z.string() }),
    role: z.enum(ROLES).nullable(),
    team_id: Id.nullable().optional(),
    scopes: z.array(z.enum(SCOPES)).optional(),
  })
  .meta({ id: "Me" });
export type Me = z.infer<typeof Me>;

/** Whose login a browser holds; without an account for somebody who is in none. */
export const Login = z
  .object({
    user: z.object({ id: Id, name: z.string(), email: z.string() }),
    account: z.object({ id: Id, name: z.string() }).nullable(),
    role: z.enum(ROLES).nullable(),
    team_id: Id.nullable(),
  })
  .meta({ id: "Login" });
export type Login = z.infer<typeof Login>;

export const Member = z
  .object({
    id: Id,
    user_id: Id,
    name: z.string(),
    email: z.string(),
    role: z.enum(ROLES),
    team_id: Id.nullable(),
    active: z.boolean(),
    reachable: z.boolean(),
    created_at: Instant,
  })
  .meta({ id: "Member" });
export type Member = z.infer<typeof Member>;

export const MemberChange = z
  .strictObject({ role: z.enum(ROLES), team_id: Id.nullable(), active: z.boolean() })
  .partial()
  .meta({ id: "MemberChange" });
export type MemberChange = z.infer<typeof MemberChange>;

export const NewInvitation = z
  .strictObject({
    email: z.email().max(254).toLowerCase(),
    role: z.enum(ROLES),
    team_id: Id.nullable().optional(),
  })
  .meta({ id: "NewInvitation" });
export type NewInvitation = z.infer<typeof NewInvitation>;

export const Invitation = z
  .object({
    id: Id,
    email: z.string(),
    role: z.enum(ROLES),
    team_id: Id.nullable(),
    expires_at: Instant,
  })
  .meta({ id: "Invitation" });
export type Invitation = z.infer<typeof Invitation>;

export const TeamName = z.strictObject({ name: z.string().trim().min(1).max(100) }).meta({ id: "TeamName" });
export type TeamName = z.infer<typeof TeamName>;

export const Team = z.object({ id: Id, name: z.string() }).meta({ id: "Team" });
export type Team = z.infer<typeof Team>;
