import { sql } from "drizzle-orm";
import type { Place } from "../../contract/place.ts";
import type { Db } from "../../db/client.ts";

/** The deployment's first owner, who may come in before anybody can invite. */
export interface FirstOwner extends Place {
  email: string;
  account: string;
}

/** Whether this address has an open invitation, or is the first owner's. */
export async function mayJoin(db: Db, email: string, owner: FirstOwner, now: number): Promise<boolean> {
  if (isFirstOwner(email, owner)) return true;
  const rows = await db.all(sql`SELECT 1 AS open FROM invitations
    WHERE email = ${email.toLowerCase()} AND status = 'pending' AND expires_at > ${now} LIMIT 1`);
  return rows.length > 0;
}

/** Whether this address belongs to somebody who can sign in now. */
export async function maySignIn(db: Db, email: string, owner: FirstOwner, now: number): Promise<boolean> {
  const rows = await db.all(sql`SELECT 1 AS known FROM users WHERE email = ${email.toLowerCase()}`);
  return rows.length > 0 || mayJoin(db, email, owner, now);
}

/**
 * The account that a user works in from now on: where they are an active member already; else the one whose invitation
 * they take up (they have just proved that the address is theirs); else the first owner's new one; else null.
 * Nobody is moved out of the account they work in by another account's invitation.
 */
export async function joinAccounts(
  db: Db,
  userId: string,
  owner: FirstOwner,
  at: { now: number; newId: () => string },
): Promise<string | null> {
  const [user] = await db.all<{ email: string }>(sql`SELECT email FROM users WHERE id = ${userId}`);
  if (!user) return null;
  const account = await accountOf(db, userId);
  if (account !== null) return account;
  const joined = await takeUpInvitations(db, userId, user.email, at);
  if (joined) return joined;
  if (isFirstOwner(user.email, owner)) await openFirstAccount(db, userId, owner, at);
  // Another first sign-in of the same person may have joined meanwhile.
  return accountOf(db, userId);
}

async function accountOf(db: Db, userId: string): Promise<string | null> {
  const [member] = await db.all<{ account_id: string }>(sql`SELECT account_id FROM members
    WHERE user_id = ${userId} AND active = 1 AND deleted_at IS NULL ORDER BY created_at, id LIMIT 1`);
  return member?.account_id ?? null;
}

async function takeUpInvitations(
  db: Db,
  userId: string,
  email: string,
  { now, newId }: { now: number; newId: () => string },
): Promise<string | null> {
  const open = await db.all<{ id: string; account_id: string; role: string; team_id: string | null }>(sql`
    SELECT id, account_id, role, team_id FROM invitations
    WHERE email = ${email} AND status = 'pending' AND expires_at > ${now} ORDER BY created_at`);
  if (open.length === 0) return null;
  await db.batch(
    open.flatMap((invitation) => [
      sql`INSERT INTO members (id, account_id, user_id, role, team_id, created_at)
        SELECT ${newId()}, account_id, ${userId}, role, team_id, ${now} FROM invitations
        WHERE id = ${invitation.id} AND status = 'pending'
        ON CONFLICT (account_id, user_id) DO UPDATE SET role = excluded.role, team_id = excluded.team_id, active = 1,
          deleted_at = NULL`,
      sql`UPDATE invitations SET status = 'accepted' WHERE id = ${invitation.id} AND status = 'pending'`,
    ]),
  );
  return open.at(-1)?.account_id ?? null;
}

async function openFirstAccount(
  db: Db,
  userId: string,
  owner: FirstOwner,
  { now, newId }: { now: number; newId: () => string },
): Promise<void> {
  const id = newId();
  // Only into an empty deployment: an owner who was removed later does not come back this way.
  await db.batch([
    sql`INSERT INTO accounts (id, name, slug, region, jurisdiction, created_at)
      SELECT ${id}, ${owner.account}, 'first', ${owner.region}, ${owner.jurisdiction}, ${now}
      WHERE NOT EXISTS (SELECT 1 FROM accounts)`,
    sql`INSERT INTO members (id, account_id, user_id, role, active, created_at)
      SELECT ${newId()}, id, ${userId}, 'owner', 1, ${now}
      FROM accounts WHERE id = ${id}`,
  ]);
}

function isFirstOwner(email: string, owner: FirstOwner): boolean {
  return owner.email !== "" && owner.email.toLowerCase() === email.toLowerCase();
}
