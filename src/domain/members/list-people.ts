import { sql } from "drizzle-orm";
import type { Role } from "../../contract/role.ts";
import type { Db } from "../../db/client.ts";

/** Everybody of every account, for the demo's sign-in page. */
export function listPeople(db: Db): Promise<{ email: string; name: string; role: Role; account: string }[]> {
  return db.all(sql`SELECT u.email, u.name, m.role, a.name AS account FROM members m
    JOIN users u ON u.id = m.user_id JOIN accounts a ON a.id = m.account_id
    WHERE m.deleted_at IS NULL ORDER BY a.created_at, a.id, m.id`);
}
