import { logins } from "../../src/db/schema.ts";
import { newId } from "../../src/platform/new-id.ts";
import type { TestAccount, TestMember } from "./factories.ts";

/** Another login of the same person, as from another device. */
export async function secondLogin(
  account: TestAccount,
  member: TestMember,
): Promise<{ id: string; token: string }> {
  const login = { id: newId(), token: newId().replaceAll("-", "") };
  const now = new Date();
  await account.db.orm.insert(logins).values({
    ...login,
    user_id: member.id,
    active_account_id: account.id,
    expires_at: new Date(now.getTime() + 3_600_000),
    created_at: now,
    updated_at: now,
  });
  return login;
}
