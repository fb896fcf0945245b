import { type SQL, sql } from "drizzle-orm";
import { DEFAULT_NOTIFICATIONS, type NotificationSettings } from "../../contract/notifications.ts";
import { type Role, WORKING_ROLES } from "../../contract/role.ts";
import type { Row } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { members } from "../../db/schema.ts";
import type { AccountRef } from "../read-ahead.ts";
import { TARGET_WORKS, type Target, decodeTarget } from "./targets.ts";

/** Somebody who can be told, and how they want to be. */
export interface Addressee {
  user_id: string;
  name: string;
  email: string;
  role: Role;
  team_id: string | null;
  /** False once their mail came back. */
  reachable: boolean;
  /** Their own chats and browsers that work. */
  targets: Target[];
  notifications: NotificationSettings;
}

const SELECT = sql`SELECT u.id AS user_id, u.name, u.email, m.role, m.team_id, m.reachable, m.notifications,
    (SELECT json_group_array(json_object('id', t.id, 'channel', t.channel, 'name', t.name)) FROM channel_targets t
      WHERE t.account_id = m.account_id AND t.user_id = m.user_id AND ${TARGET_WORKS}) AS targets
  FROM members m JOIN users u ON u.id = m.user_id`;

const isActive = (account: AccountRef) =>
  sql`m.account_id = ${account} AND m.active = 1 AND m.deleted_at IS NULL`;

/** Every active, undeleted owner, admin and engineer of the account (`product.md` S10). */
export function selectTeam(account: AccountRef): SQL {
  return sql`${SELECT} WHERE ${isActive(account)} AND m.role IN ${WORKING_ROLES} ORDER BY u.name, u.id`;
}

/** One of them. */
export function selectColleague(accountId: string, userId: string): SQL {
  return sql`${selectActiveMember(accountId, userId)} AND m.role IN ${WORKING_ROLES}`;
}

export function decodeAddressee(row: Row): Addressee {
  const { role, team_id, reachable, notifications } = decodeRow(members, row);
  const who = { user_id: String(row["user_id"]), name: String(row["name"]), email: String(row["email"]) };
  const targets = (JSON.parse(String(row["targets"])) as Row[]).map(decodeTarget);
  return { ...who, role, team_id, reachable, targets, notifications: notifications ?? DEFAULT_NOTIFICATIONS };
}

/** One active member of the account, whatever the role. */
export function selectActiveMember(accountId: string, userId: string): SQL {
  return sql`${SELECT} WHERE ${isActive(accountId)} AND m.user_id = ${userId}`;
}
