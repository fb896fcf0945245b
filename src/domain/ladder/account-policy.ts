import { type SQL, sql } from "drizzle-orm";
import { DEFAULT_POLICY, EscalationPolicy } from "../../contract/escalation-policy.ts";
import type { Row } from "../../db/client.ts";
import type { AccountRef } from "../read-ahead.ts";

/** The policy that an account has now. */
export function selectPolicy(account: AccountRef): SQL {
  return sql`SELECT a.escalation_policy FROM accounts a WHERE a.id = ${account}`;
}

export function decodePolicy(row: Row | undefined): EscalationPolicy {
  const stored = row?.["escalation_policy"];
  return typeof stored === "string" ? EscalationPolicy.parse(JSON.parse(stored)) : DEFAULT_POLICY;
}
