import { type SQL, sql } from "drizzle-orm";
import { WORKING_ROLES } from "../../contract/role.ts";
import type { Row } from "../../db/client.ts";
import type { AccountRef } from "../read-ahead.ts";

/** Somebody who can be told by mail. */
export interface Addressee {
  user_id: string;
  name: string;
  email: string;
}

const SELECT = sql`SELECT u.id AS user_id, u.name, u.email FROM members m JOIN users u ON u.id = m.user_id`;

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
  return { user_id: String(row["user_id"]), name: String(row["name"]), email: String(row["email"]) };
}

/** One active member of the account, whatever the role. */
export function selectActiveMember(accountId: string, userId: string): SQL {
  return sql`${SELECT} WHERE ${isActive(accountId)} AND m.user_id = ${userId}`;
}
