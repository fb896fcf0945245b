import { type SQL, sql } from "drizzle-orm";
import { insertWhere } from "../../db/insert-where.ts";
import { outbox } from "../../db/schema.ts";

/** A mail job as its row: sealed, so that links and codes are not readable at rest. */
export interface PromisedMail {
  id: string;
  account_id: string | null;
  subject_id: string;
  payload: string;
  now: number;
}

/** The statement that promises a mail. */
export function promiseMail({ now, ...mail }: PromisedMail, condition: SQL = sql`1`): SQL {
  const due = { kind: "send_mail" as const, next_attempt_at: now, created_at: now };
  return insertWhere(outbox, { ...mail, ...due }, condition);
}
